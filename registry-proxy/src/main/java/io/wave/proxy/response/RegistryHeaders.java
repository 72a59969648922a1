package io.wave.proxy.response;

/** Header names of the registry API. */
public final class RegistryHeaders {

    public static final String API_VERSION = "Docker-Distribution-Api-Version";
    public static final String API_VERSION_2 = "registry/2.0";
    public static final String CONTENT_DIGEST = "Docker-Content-Digest";

    private RegistryHeaders() {}
}
