package io.wave.builder.buildkit;

import io.wave.job.engine.outcome.JobFailedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A BuildKit daemon that takes builds. */
interface BuildKit extends AutoCloseable {

    /**
     * Access for a build. Waits for a daemon that is being started.
     *
     * @param registries {@code host[:port]} of the registries that the build uses
     * @throws JobFailedException if there is no daemon
     */
    Access open(Collection<String> registries) throws InterruptedException;

    @Override
    default void close() {}

    /**
     * How a build uses the daemon.
     *
     * @param client the beginning of a command line of the client
     * @param environment what the client's environment has besides
     * @param options options of the frontend, such as the proxy of steps
     * @param denials tells which denied connection of the daemon the lines of a log tell of
     */
    record Access(List<String> client, Map<String, String> environment, Map<String, String> options, Denials denials) {

        public Access {
            client = List.copyOf(client);
            environment = Map.copyOf(environment);
            options = Map.copyOf(options);
        }
    }

    /** Denied connections of a daemon. */
    @FunctionalInterface
    interface Denials {

        /** The one that these lines of a log tell of. */
        Optional<String> in(List<String> log);
    }
}
