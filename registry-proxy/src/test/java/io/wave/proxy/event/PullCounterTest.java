package io.wave.proxy.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.event.PullEvent;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullCounterTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Digest INDEX = new Digest("a".repeat(64));
    private static final Digest CHILD = new Digest("b".repeat(64));

    private final List<PullEvent> events = new ArrayList<>();
    private final PullCounter counts = new PullCounter(100, events::add, Clock.fixed(NOW, ZoneOffset.UTC));
    private final RequestRecord request = request("0123456789ab");

    @Test
    void firstPullOfTokenAndDigestIsPublishedAtOnce() {
        counts.recordPull(request, INDEX);
        counts.recordPull(request, CHILD);
        counts.recordPull(request("0123456789ac"), INDEX);
        assertThat(events).containsExactly(event(INDEX, 1), event(CHILD, 1), event(INDEX, 1));
    }

    @Test
    void furtherPullsArePublishedAsSum() {
        for (int i = 0; i < 5; i++) {
            counts.recordPull(request, INDEX);
        }
        counts.publishAll();
        counts.publishAll();
        assertThat(events).containsExactly(event(INDEX, 1), event(INDEX, 4));
    }

    @Test
    void eventDoesNotContainToken() {
        counts.recordPull(request, INDEX);
        assertThat(events).singleElement().asString().contains("0123").doesNotContain("01234");
    }

    private static PullEvent event(Digest digest, long count) {
        return new PullEvent(
                "0123", "docker.io/library/busybox:latest", digest, count, NOW, "amd64", false, "anonymous");
    }

    private static RequestRecord request(String token) {
        return new RequestRecord(
                new ContainerToken(token),
                RequestRecord.ANONYMOUS,
                ImageReference.parse("busybox"),
                null,
                null,
                null,
                INDEX,
                false,
                null,
                NOW,
                NOW.plusSeconds(3600));
    }
}
