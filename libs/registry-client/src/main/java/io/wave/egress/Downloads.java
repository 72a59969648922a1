package io.wave.egress;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Downloads from users' URLs, if the policy allows it, within limits of size and time. */
public final class Downloads {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final HttpClient http;

    public Downloads(EgressPolicy policy) {
        this.http = policy.guard(HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "wave"))
                .followRedirect(true)
                .compress(false)
                .proxyWithSystemProperties());
    }

    /**
     * Downloads a URL into a file. Blocks.
     *
     * @param maxBytes maximum length of the content
     * @param timeout timeout for the whole download
     * @throws DownloadException with a message for the user
     */
    public void toFile(URI url, Path file, long maxBytes, Duration timeout) throws DownloadException {
        try (OutputStream out = Files.newOutputStream(file)) {
            AtomicLong length = new AtomicLong();
            http.get()
                    .uri(url)
                    .response(Downloads::content)
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(part -> write(out, part, length, maxBytes))
                    .then()
                    .timeout(timeout)
                    .block();
        } catch (IOException | RuntimeException failed) {
            throw new DownloadException(reason(Exceptions.unwrap(failed), timeout), failed);
        }
    }

    private static Flux<byte[]> content(HttpClientResponse response, ByteBufFlux body) {
        int status = response.status().code();
        return status == 200
                ? body.asByteArray()
                : Flux.error(() ->
                        new UncheckedIOException(new DownloadException("the server returned status " + status, null)));
    }

    private static void write(OutputStream out, byte[] part, AtomicLong length, long maxBytes) {
        try {
            if (length.addAndGet(part.length) > maxBytes) {
                throw new DownloadException("content exceeds %d bytes".formatted(maxBytes), null);
            }
            out.write(part);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String reason(Throwable failure, Duration timeout) {
        return switch (failure) {
            case UncheckedIOException wrapped when wrapped.getCause() != null -> reason(wrapped.getCause(), timeout);
            case DownloadException known -> String.valueOf(known.getMessage());
            case ForbiddenAddressException forbidden -> String.valueOf(forbidden.getMessage());
            case UnknownHostException _ -> "unknown host";
            case TimeoutException _ -> "download took longer than %d s".formatted(timeout.toSeconds());
            case Throwable _ -> "the connection to the server failed";
        };
    }

    /** A download failed. The message is for the user. */
    public static final class DownloadException extends IOException {

        DownloadException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
