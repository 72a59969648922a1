package io.wave.oci;

/** The error codes of the OCI distribution specification, each with its HTTP status. */
public enum OciErrorCode {
    BLOB_UNKNOWN(404),
    DENIED(403),
    DIGEST_INVALID(400),
    MANIFEST_INVALID(400),
    MANIFEST_UNKNOWN(404),
    NAME_INVALID(400),
    NAME_UNKNOWN(404),
    RANGE_INVALID(416),
    SIZE_INVALID(400),
    TOOMANYREQUESTS(429),
    UNAUTHORIZED(401),
    UNSUPPORTED(405),
    /** Not in the specification: the job that creates the image failed. */
    UNKNOWN(400),
    /** Not in the specification: another service did not respond. */
    UNAVAILABLE(502);

    private final int status;

    OciErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status of the code. */
    public int status() {
        return status;
    }
}
