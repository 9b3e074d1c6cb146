/// Every bound on what is read, in one place.
public enum FHIRLimit {
  /// Bytes of one bundle. JSON names every field and repeats label and patient in each resource: a
  /// bundle of the corpora takes ten times the bytes of its message.
  public static let bundleBytesMax = 64 << 20
  /// JSON values of one bundle.
  public static let valuesMax = 2 << 20
  /// Arrays and objects within each other; groups of 20 levels need 90.
  public static let depthMax = 160
  /// Elements and resources within each other, references followed. The format has 24 levels; a
  /// place of five levels and a role add to them.
  public static let nestingMax = 36
  /// JSON values read again because several references share a resource.
  public static let sharedValuesMax = 1 << 20
}
