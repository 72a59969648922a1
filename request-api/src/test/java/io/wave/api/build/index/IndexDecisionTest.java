package io.wave.api.build.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildId;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IndexDecisionTest {

    private static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));
    private static final Digest OTHER = Digest.parse("sha256:" + "b".repeat(64));
    private static final String AMD64 = "bd-00000000000000a1_1";
    private static final String ARM64 = "bd-00000000000000a2_3";

    @Test
    void waitsForUnfinishedImages() {
        assertThat(decide(job(AMD64, JobState.SUCCEEDED), job(ARM64, JobState.RUNNING)))
                .isEqualTo(new IndexDecision.Wait());
    }

    @Test
    void buildsWhenAllImagesExist() {
        assertThat(decide(job(AMD64, JobState.SUCCEEDED), job(ARM64, JobState.SUCCEEDED)))
                .isEqualTo(
                        new IndexDecision.Make(List.of(entry("amd64", AMD64, DIGEST), entry("arm64", ARM64, DIGEST))));
    }

    @Test
    void existingImagesNeedNoJob() {
        List<IndexEntry> entries = List.of(entry("amd64", null, OTHER), entry("arm64", ARM64, null));
        assertThat(IndexDecision.of(entries, Map.of(ARM64, job(ARM64, JobState.SUCCEEDED))))
                .isEqualTo(new IndexDecision.Make(List.of(entry("amd64", null, OTHER), entry("arm64", ARM64, DIGEST))));
    }

    @Test
    void failsWithFirstFailedImage() {
        assertThat(decide(job(AMD64, JobState.RUNNING), job(ARM64, JobState.FAILED)))
                .isEqualTo(new IndexDecision.Fail("linux/arm64: build failed: exit code 7", 7));
    }

    private static IndexDecision decide(JobRecord amd64, JobRecord arm64) {
        return IndexDecision.of(
                List.of(entry("amd64", AMD64, null), entry("arm64", ARM64, null)), Map.of(AMD64, amd64, ARM64, arm64));
    }

    private static IndexEntry entry(String architecture, @Nullable String build, @Nullable Digest digest) {
        return new IndexEntry(
                Platform.parse(architecture),
                build == null ? null : BuildId.parse(build),
                ImageReference.parse("registry.test/app:" + architecture),
                digest);
    }

    private static JobRecord job(String id, JobState state) {
        boolean failed = state == JobState.FAILED;
        return new JobRecord(
                JobKind.BUILD,
                id,
                "registry.test/app:" + id,
                1,
                3,
                state,
                state == JobState.SUCCEEDED ? DIGEST : null,
                failed ? "build failed: exit code 7" : null,
                failed ? 7 : null,
                Instant.EPOCH,
                null,
                null,
                Instant.EPOCH,
                null,
                null);
    }
}
