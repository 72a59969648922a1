package io.wave.cluster;

/** The services that can be started as processes of their own. */
public enum Service {
    REQUEST_API("request-api"),
    REGISTRY_PROXY("registry-proxy"),
    BUILD_ORCHESTRATOR("build-orchestrator");

    private final String module;

    Service(String module) {
        this.module = module;
    }

    /** The module it is built from, which is its name too. */
    public String module() {
        return module;
    }
}
