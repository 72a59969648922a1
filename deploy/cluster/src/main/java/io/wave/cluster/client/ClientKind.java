package io.wave.cluster.client;

import io.wave.cluster.Command;
import java.nio.file.Path;
import java.util.Optional;

/** The tested container clients, and how each is found and started. */
public enum ClientKind {
    SKOPEO_COPY("skopeo is not installed") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.find("skopeo").map(skopeo -> PullClient.skopeo(skopeo, folder));
        }
    },
    SKOPEO_INSPECT("skopeo is not installed") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.find("skopeo").map(PullClient::skopeoInspect);
        }
    },
    BUILDAH("buildah is not installed, or this is not root") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.find("buildah").filter(_ -> isRoot()).map(tool -> PullClient.containersTool(tool, folder));
        }
    },
    PODMAN("podman is not installed, or this is not root") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.find("podman").filter(_ -> isRoot()).map(tool -> PullClient.containersTool(tool, folder));
        }
    },
    CRANE("crane is neither installed nor built by scripts/go-clients") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.findBuilt("crane")
                    .or(() -> Command.find("crane"))
                    .map(crane -> PullClient.crane(crane, folder));
        }
    },
    CONTAINERD_1("containerd 1.x is not installed, or this is not root") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.find("containerd")
                    .filter(containerd -> isRoot() && isFirst(containerd))
                    .map(containerd -> Containerd.first(containerd, containerd.resolveSibling("ctr"), folder));
        }
    },
    CONTAINERD_2("containerd 2 is not built by scripts/go-clients, or this is not root") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return second(folder).map(containerd -> containerd);
        }
    },
    DOCKER_29(
            "the engine of Docker 29 is not built by scripts/go-clients, docker is not installed, or this is not root") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.find("docker")
                    .flatMap(docker -> Command.findBuilt("dockerd")
                            .flatMap(dockerd -> second(folder.resolve("containerd"))
                                    .map(containerd -> DockerEngine.start(dockerd, docker, containerd, folder))));
        }
    },
    DOCKER("no Docker engine is reachable") {
        @Override
        public Optional<PullClient> start(Path folder) {
            return Command.find("docker").filter(DockerEngine::isReachable).map(DockerEngine::ofThisMachine);
        }
    };

    private final String reasonOfAbsence;

    ClientKind(String reasonOfAbsence) {
        this.reasonOfAbsence = reasonOfAbsence;
    }

    /** Starts the client with its data in this folder; empty if it is not available. */
    public abstract Optional<PullClient> start(Path folder);

    /** Why it is not available. */
    public String reasonOfAbsence() {
        return reasonOfAbsence;
    }

    private static Optional<Containerd> second(Path folder) {
        return Command.findBuilt("containerd")
                .filter(_ -> isRoot())
                .map(containerd -> Containerd.second(containerd, containerd.resolveSibling("ctr"), folder));
    }

    private static boolean isFirst(Path containerd) {
        String version = Command.of(containerd.toString(), "--version").run().output();
        return version.contains(" 1.");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
