package io.wave.builder.buildkit;

import io.wave.job.engine.outcome.JobFailedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A BuildKit daemon that builds can use. */
interface BuildKit extends AutoCloseable {

    /**
     * Returns the access for a build; waits while the daemon starts.
     *
     * @param servers {@code host[:port]} of the registries and other servers that the build names
     * @throws JobFailedException if there is no daemon
     */
    Access open(Collection<String> servers) throws InterruptedException;

    @Override
    default void close() {}

    /**
     * How a build uses the daemon.
     *
     * @param client the first arguments of the command line of the client
     * @param environment additional environment variables of the client
     * @param options options of the frontend, such as the proxy of steps
     * @param denials finds the denied connection that a log mentions
     * @param endings finds why a step was ended
     */
    record Access(
            List<String> client,
            Map<String, String> environment,
            Map<String, String> options,
            Denials denials,
            Endings endings) {

        public Access {
            client = List.copyOf(client);
            environment = Map.copyOf(environment);
            options = Map.copyOf(options);
        }
    }

    /** Denied connections of a daemon. */
    @FunctionalInterface
    interface Denials {

        /** The denied connection that these lines of a log mention. */
        Optional<String> in(List<String> log);
    }

    /** Steps of a daemon that were ended by a limit. */
    interface Endings {

        /** For a daemon that does not report them. */
        Endings UNKNOWN = new Endings() {
            @Override
            public Optional<String> in(List<String> lines) {
                return Optional.empty();
            }

            @Override
            public boolean countsMemory() {
                return false;
            }
        };

        /** Why the step with these last lines was ended; empty if it ended itself, or if that is unknown. */
        Optional<String> in(List<String> lines);

        /** Whether a step that needs too much memory has an ending. */
        boolean countsMemory();
    }
}
