package io.wave.proxy.gateway;

import java.time.Duration;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;

/**
 * One direction of a WebSocket connection that is passed on. When it ends, the other side is closed with the same status.
 *
 * @param source where messages come from
 */
record PairingPipe(WebSocketSession source) {

    static final CloseStatus GONE = CloseStatus.GOING_AWAY.withReason("connect again");

    /** How long an answer to a closing frame is waited for. */
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    static PairingPipe from(WebSocketSession source) {
        return new PairingPipe(source);
    }

    /** Passes messages on until either side ends. */
    Mono<Void> to(WebSocketSession target) {
        return target.send(source.receive().doOnNext(WebSocketMessage::retain))
                .onErrorComplete()
                .then(Mono.defer(() -> close(target)));
    }

    private Mono<Void> close(WebSocketSession target) {
        return source.closeStatus()
                .timeout(CLOSE_TIMEOUT, Mono.just(GONE))
                .onErrorReturn(GONE)
                .defaultIfEmpty(GONE)
                .map(PairingPipe::sendable)
                .flatMap(target::close)
                .onErrorComplete();
    }

    /** The codes for a missing status are never sent. */
    private static CloseStatus sendable(CloseStatus status) {
        return switch (status.getCode()) {
            case 1005, 1006, 1015 -> GONE;
            default -> status;
        };
    }
}
