package io.wave.api.platform.call;

import io.wave.api.platform.pairing.PairingMessage;
import io.wave.api.platform.pairing.PairingSocket;
import io.wave.api.platform.pairing.PairingSockets;
import io.wave.security.SecretCipher;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.core.JacksonException;

/**
 * Passes requests to the replica that a Platform is connected to, through Redis. Each replica has one channel. A reply may be
 * large, so it is stored for some seconds, and its channel only tells that it is there. A reply whose notification is lost is found
 * when the time ends, so none is lost while Redis is there.
 */
final class ReplicaRelay {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaRelay.class);
    private static final Duration KEPT = Duration.ofSeconds(60);

    private final String replica;
    private final StringRedisTemplate redis;
    private final SecretCipher cipher;
    private final ConnectedReplicas connected;
    private final PairingSockets sockets;
    private final Executor threads;
    private final Duration timeout;
    private final Map<String, CompletableFuture<PairingMessage.Reply>> waiting = new ConcurrentHashMap<>();

    ReplicaRelay(
            String replica,
            StringRedisTemplate redis,
            SecretCipher cipher,
            PairingSockets sockets,
            Executor threads,
            Duration timeout) {
        this.replica = replica;
        this.redis = redis;
        this.cipher = cipher;
        this.connected = new ConnectedReplicas(redis);
        this.sockets = sockets;
        this.threads = threads;
        this.timeout = timeout;
    }

    static String channel(String replica) {
        return "platform-calls:" + replica;
    }

    private static String resultKey(String id) {
        return "platform-result:" + id;
    }

    /** Tells the other replicas whether a Platform is connected to this one. */
    void connected(String location, boolean here) {
        try {
            if (here) {
                connected.add(location, replica);
            } else {
                connected.remove(location, replica);
            }
        } catch (DataAccessException unavailable) {
            LOG.atDebug().log("Redis is unavailable: other replicas learn later which Platforms are connected");
        }
    }

    /**
     * Sends a request through another replica.
     *
     * @param limit how long the reply is waited for
     * @return the reply; a {@link PlatformConnector.NotConnectedException} if no replica has a connection
     */
    CompletableFuture<PairingMessage.Reply> call(String location, PairingMessage.Request request, Duration limit) {
        String id = request.msgId();
        CompletableFuture<PairingMessage.Reply> reply = new CompletableFuture<>();
        waiting.put(id, reply);
        // A little before the caller stops waiting.
        CompletableFuture.delayedExecutor(limit.toMillis() * 9 / 10, TimeUnit.MILLISECONDS, threads)
                .execute(() -> complete(id));
        var _ = reply.whenComplete((_, _) -> waiting.remove(id));
        try {
            if (!publish(location, new RelayMessage.Request(replica, location, request, limit.toMillis()))) {
                reply.completeExceptionally(
                        new PlatformConnector.NotConnectedException("the Platform is not connected to this service"));
            }
        } catch (DataAccessException unavailable) {
            reply.completeExceptionally(
                    new IOException("Redis is unavailable, so other replicas cannot be asked", unavailable));
        }
        return reply;
    }

    /** A replica that does not listen has died. */
    private boolean publish(String location, RelayMessage.Request request) {
        for (String other : connected.of(location)) {
            if (!other.equals(replica)) {
                if (send(other, request)) {
                    return true;
                }
                connected.remove(location, other);
            }
        }
        return false;
    }

    private boolean send(String other, RelayMessage message) {
        String channel = channel(other);
        Long receivers = redis.convertAndSend(channel, cipher.encrypt(channel, json(message)));
        return receivers != null && receivers > 0;
    }

    private static String json(RelayMessage message) {
        return PairingMessage.JSON.writerFor(RelayMessage.class).writeValueAsString(message);
    }

    /** A message for this replica. */
    void receive(String encrypted) {
        Optional<RelayMessage> message = decrypt(channel(replica), encrypted);
        switch (message.orElse(null)) {
            case null -> LOG.atWarn().log("A message of another replica was ignored: it has another root key");
            case RelayMessage.Request request -> forward(request);
            case RelayMessage.Done(var id) -> complete(id);
            case RelayMessage.Result _ -> LOG.atDebug().log("A result was ignored: it is not sent through channels");
        }
    }

    private Optional<RelayMessage> decrypt(String name, String encrypted) {
        try {
            return cipher.decrypt(name, encrypted).map(text -> PairingMessage.JSON.readValue(text, RelayMessage.class));
        } catch (JacksonException ofOtherVersion) {
            return Optional.empty();
        }
    }

    private void forward(RelayMessage.Request message) {
        Optional<PairingSocket> socket = sockets.find(message.location());
        if (socket.isEmpty()) {
            connected.remove(message.location(), replica);
            finish(message, new RelayMessage.Result(null, "the Platform has just disconnected"));
            return;
        }
        var _ = socket.get()
                .call(message.request())
                .orTimeout(
                        Optional.ofNullable(message.timeoutMillis()).orElse(timeout.toMillis()), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((reply, failure) -> end(message, reply, failure), threads);
    }

    /** After a time-out nobody waits any more. */
    private void end(RelayMessage.Request message, PairingMessage.@Nullable Reply reply, @Nullable Throwable failure) {
        if (reply != null) {
            finish(message, new RelayMessage.Result(reply, null));
        } else if (failure instanceof IOException broken) {
            finish(message, new RelayMessage.Result(null, String.valueOf(broken.getMessage())));
        }
    }

    private void finish(RelayMessage.Request message, RelayMessage.Result result) {
        String id = message.request().msgId();
        try {
            redis.opsForValue().set(resultKey(id), cipher.encrypt(id, json(result)), KEPT);
            send(message.from(), new RelayMessage.Done(id));
        } catch (DataAccessException unavailable) {
            LOG.atWarn().log("A reply of a Platform was not passed on: Redis is unavailable");
        }
    }

    private void complete(String id) {
        CompletableFuture<PairingMessage.Reply> reply = waiting.get(id);
        if (reply == null) {
            return;
        }
        try {
            Optional<RelayMessage> result = Optional.ofNullable(
                            redis.opsForValue().getAndDelete(resultKey(id)))
                    .flatMap(encrypted -> decrypt(id, encrypted));
            if (result.orElse(null) instanceof RelayMessage.Result(var answer, var failure)) {
                end(reply, answer, failure);
            }
        } catch (DataAccessException unavailable) {
            reply.completeExceptionally(new IOException("Redis is unavailable", unavailable));
        }
    }

    private static void end(
            CompletableFuture<PairingMessage.Reply> reply,
            PairingMessage.@Nullable Reply answer,
            @Nullable String failure) {
        if (answer != null) {
            reply.complete(answer);
        } else {
            reply.completeExceptionally(new IOException(String.valueOf(failure)));
        }
    }
}
