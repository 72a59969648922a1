package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.plan.Container;
import java.util.List;
import java.util.Map;

/** The daemon of a build in a container. */
sealed interface ContainerDaemon {

    /** What the container runs. */
    Container.Tool tool();

    /**
     * The first arguments of the client.
     *
     * @throws io.wave.job.engine.outcome.JobDisruptedException if there is no daemon now
     */
    List<String> client(BuildSpec spec, NamedImages named, JobLog log) throws InterruptedException;

    /** Whether steps of the build may be in the cache of the daemon, so that they do not print anything. */
    boolean hasCache();

    /** The secret files of the container that daemon and client need. */
    Map<String, String> secrets();

    /** Started in the container, and gone with it. */
    record Own(String settings) implements ContainerDaemon {

        private static final String SETTINGS = "buildkitd.toml";

        @Override
        public Container.Tool tool() {
            return Container.Tool.BUILDER;
        }

        @Override
        public List<String> client(BuildSpec spec, NamedImages named, JobLog log) {
            return List.of("buildctl");
        }

        @Override
        public boolean hasCache() {
            return false;
        }

        @Override
        public Map<String, String> secrets() {
            return Map.of(SETTINGS, settings);
        }
    }

    /** One of the external daemons, whose state is that of other builds too. The container has only the client. */
    record Pooled(DaemonPool pool, ClientCertificates certificates) implements ContainerDaemon {

        @Override
        public Container.Tool tool() {
            return Container.Tool.BUILD_CLIENT;
        }

        @Override
        public List<String> client(BuildSpec spec, NamedImages named, JobLog log) throws InterruptedException {
            return certificates.in(Container.SECRETS).client("buildctl", pool.choose(BaseImage.of(spec, named), log));
        }

        @Override
        public boolean hasCache() {
            return true;
        }

        @Override
        public Map<String, String> secrets() {
            return certificates.contents();
        }
    }
}
