package io.wave.job.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.wave.background.Backoff;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to a Docker engine, which are repeated while it is unavailable. */
final class Engine implements Closeable {

    private static final Logger logger = LoggerFactory.getLogger(Engine.class);
    private static final Duration INITIAL_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);
    /** Each job that runs holds one for its log. */
    private static final int CONNECTIONS = 1000;

    private static final int SERVER_ERROR = 500;

    private final DockerClient client;

    Engine(URI host) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host.toString())
                .withDockerTlsVerify(false)
                .build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .maxConnections(CONNECTIONS)
                .build();
        this.client = DockerClientImpl.getInstance(config, http);
    }

    /** A request. */
    @FunctionalInterface
    interface Request<T> {
        @Nullable
        T send(DockerClient client);
    }

    /** The client, for requests that are not repeated. */
    DockerClient client() {
        return client;
    }

    /**
     * Sends a request until the engine responds.
     *
     * @return the response; empty if there is none, or if what the request names does not exist
     * @throws RefusedException if the engine refuses the request
     */
    <T> Optional<T> send(String what, Request<T> request) throws InterruptedException {
        return send(what, request, status -> status >= SERVER_ERROR);
    }

    /**
     * The same for a request that launches a container: the engine reports what is wrong with a container as its own error.
     *
     * @throws RefusedException if the engine refuses the request, or reports an error
     */
    <T> Optional<T> launch(String what, Request<T> request) throws InterruptedException {
        return send(what, request, _ -> false);
    }

    private <T> Optional<T> send(String what, Request<T> request, IntPredicate isTemporary)
            throws InterruptedException {
        Backoff backoff = new Backoff(INITIAL_PAUSE, MAX_PAUSE);
        while (true) {
            try {
                return Optional.ofNullable(request.send(client));
            } catch (NotFoundException absent) {
                return Optional.empty();
            } catch (RuntimeException failure) {
                if (failure instanceof DockerException refused && !isTemporary.test(refused.getHttpStatus())) {
                    throw new RefusedException(refused);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                logger.atWarn().log("Docker engine: {} failed, retrying: {}", what, RefusedException.message(failure));
                backoff.sleep();
            }
        }
    }

    /** The state of a container; empty if there is none. */
    Optional<ContainerState> state(String container) throws InterruptedException {
        return send(
                        "inspection of a container",
                        client -> client.inspectContainerCmd(container).exec())
                .map(InspectContainerResponse::getState);
    }

    /** Removes a container with everything that belongs to it, also one that runs; returns when it is gone. */
    void remove(String container) throws InterruptedException {
        Backoff backoff = new Backoff(INITIAL_PAUSE, MAX_PAUSE);
        while (state(container).isPresent()) {
            try {
                send(
                        "removal of a container",
                        client -> client.removeContainerCmd(container)
                                .withForce(true)
                                .withRemoveVolumes(true)
                                .exec());
            } catch (RefusedException refused) {
                if (!refused.isConflict()) {
                    throw refused;
                }
                // It is being removed already.
                backoff.sleep();
            }
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
