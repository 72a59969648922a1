package io.wave.oci;

/** The error codes of the OCI distribution specification, each with the status it is answered with. */
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
    /** Not of the specification: a job behind the image failed. */
    UNKNOWN(400),
    /** Not of the specification: a peer that the answer depends on did not give it. */
    UNAVAILABLE(502);

    private final int status;

    OciErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status that goes with the code. */
    public int status() {
        return status;
    }
}
