package io.wave.cluster;

/** The services that can be started as processes of their own. */
public enum Service {
    REQUEST_API("request-api", "/health"),
    REGISTRY_PROXY("registry-proxy", "/health"),
    BUILD_ORCHESTRATOR("build-orchestrator", "/actuator/health/readiness"),
    MIRROR_WORKER("mirror-worker", "/actuator/health/readiness"),
    SCAN_WORKER("scan-worker", "/actuator/health/readiness");

    private final String module;
    private final String healthPath;

    Service(String module, String healthPath) {
        this.module = module;
        this.healthPath = healthPath;
    }

    /** The module it is built from, which is its name too. */
    public String module() {
        return module;
    }

    /** Where it says that it is ready. */
    String healthPath() {
        return healthPath;
    }
}
