/// Every bound on what is read, in one place.
public enum FHIRLimit {
  /// Bytes of one bundle. JSON names every field and repeats label and patient in each resource: a
  /// message of the largest size takes some thirty times its bytes.
  public static let bundleBytesMax = 64 << 20
  /// JSON values of one bundle.
  public static let valuesMax = 2 << 20
  /// Arrays and objects within each other; groups of 20 levels need 90.
  public static let depthMax = 160
  /// Elements and resources within each other, references followed: 24 levels of the format are
  /// fewer.
  public static let nestingMax = 48
  /// JSON values read again because several references share a resource.
  public static let sharedValuesMax = 1 << 20
}
