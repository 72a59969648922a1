package io.wave.api.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.job.Fact;
import io.wave.api.job.UserJob;
import io.wave.api.security.token.MailPreference;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import jakarta.mail.internet.AddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTextTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void lineBreaksInNamesAddNeitherHeadersNorLines() {
        MailText text = text("quay.io/a\r\nBcc: mallory@example.org", "x");
        assertThat(text.subject()).isEqualTo("Wave mirror failed: quay.io/a Bcc: mallory@example.org");
        assertThat(text.plain().lines()).contains("Image:     quay.io/a Bcc: mallory@example.org");
    }

    @Test
    void longTextsAreCut() {
        MailText text = text("a".repeat(1000), "b".repeat(10_000));
        assertThat(text.subject()).hasSize(200).endsWith("…");
        assertThat(text.failure()).hasSize(4000).endsWith("…");
    }

    @Test
    void failureKeepsItsLines() {
        assertThat(text("image", "first\nsecond").plain())
                .startsWith("Mirror failed\n\nImage:     image\nId:        mr-0123456789ab\n")
                .contains("\nDuration:  1:01\n\nFailure:\nfirst\nsecond\n\nDetails: https://wave.example.org/x\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a@", "a@b, c@d", "a@b\r\nBcc: c@d", "a@b\0", "<script>", "group: a@b;"})
    void invalidAddressesAreRefused(String address) {
        assertThatThrownBy(() -> MailAddressProperties.parse(address)).isInstanceOf(AddressException.class);
    }

    @Test
    void pausesGrowUpToTheLongest() {
        MailProperties properties = new MailProperties(
                MailPreference.ALWAYS, Set.of(JobKind.BUILD), 200, Duration.ofSeconds(10), Duration.ofMinutes(15));
        assertThat(properties.pauseAfter(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.pauseAfter(3)).isEqualTo(Duration.ofSeconds(40));
        assertThat(properties.pauseAfter(200)).isEqualTo(Duration.ofMinutes(15));
    }

    private static MailText text(String image, String failure) {
        JobRecord job = new JobRecord(
                JobKind.MIRROR,
                "mr-0123456789ab",
                image,
                1,
                3,
                JobState.FAILED,
                null,
                failure,
                1,
                START,
                START,
                START.plusSeconds(61),
                START.plusSeconds(600),
                null,
                null);
        return MailText.of(new SampleJob(job, image), "https://wave.example.org/x", "https://wave.example.org");
    }

    private record SampleJob(JobRecord job, String image) implements UserJob {

        @Override
        public String tenant() {
            return "alice";
        }

        @Override
        public List<Fact> facts() {
            return List.of(new Fact("Image", image));
        }
    }
}
