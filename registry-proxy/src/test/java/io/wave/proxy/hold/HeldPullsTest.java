package io.wave.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.oci.OciErrorCode;
import io.wave.security.RootKey;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import io.wave.token.RequestRecord.JobLink;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class HeldPullsTest {

    private static final ContainerToken TOKEN = new ContainerToken("0123456789ab");
    private static final URI MANIFEST = URI.create("http://wave.test/v2/wt/0123456789ab/app/manifests/latest");
    private static final JobLink BUILD = new JobLink(
            JobId.parse("bd-0123456789abcdef_2"), ImageReference.parse("registry.test/app:0123456789abcdef"), 2);
    private static final Digest DIGEST = new Digest("a".repeat(64));
    private static final String SKOPEO = "skopeo/1.9.3";
    private static final String CONTAINERD = "containerd/2.4.0";
    private static final Instant START = Instant.EPOCH;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<JobLink> lookedFor = new ArrayList<>();
    private Mono<JobRecord> known = Mono.error(new IllegalStateException("nobody can be asked"));
    private final HeldPulls pulls = pulls();

    @Test
    void imageWithoutBuildIsReady() {
        StepVerifier.create(pulls.await(request(null, DIGEST), "", MANIFEST))
                .expectNext(new HoldResult.Ready(Optional.of(DIGEST)))
                .verifyComplete();
        assertThat(lookedFor).isEmpty();
    }

    @Test
    void pinnedBuildIsReady() {
        StepVerifier.create(pulls.await(request(BUILD, DIGEST), "", MANIFEST))
                .expectNext(new HoldResult.Ready(Optional.of(DIGEST)))
                .verifyComplete();
    }

    @Test
    void endedBuildIsReadyAtOnce() {
        known = Mono.just(record(JobState.SUCCEEDED));
        StepVerifier.create(await(SKOPEO, MANIFEST))
                .then(time::advanceTime)
                .expectNext(new HoldResult.Ready(Optional.of(DIGEST)))
                .verifyComplete();
    }

    @Test
    void endOfBuildCompletesHeldPulls() {
        known = Mono.just(record(JobState.RUNNING));
        StepVerifier.create(Flux.merge(await(SKOPEO, MANIFEST), await(CONTAINERD, MANIFEST)))
                .then(() -> pulls.onRecord(record(JobState.PUSHING)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> pulls.onRecord(record(JobState.SUCCEEDED)))
                .then(time::advanceTime)
                .expectNextCount(2)
                .verifyComplete();
        assertThat(lookedFor).as("one look for the build, not for each pull").hasSize(1);
        assertThat(held()).isZero();
    }

    @Test
    void notificationOfEndWinsOverLookupOfRunningBuild() {
        known = Mono.fromSupplier(() -> {
            pulls.onRecord(record(JobState.SUCCEEDED));
            return record(JobState.RUNNING);
        });
        StepVerifier.create(await(SKOPEO, MANIFEST))
                .then(time::advanceTime)
                .expectNext(new HoldResult.Ready(Optional.of(DIGEST)))
                .verifyComplete();
    }

    @Test
    void notificationOfOtherBuildCompletesNoPull() {
        known = Mono.just(record(JobState.RUNNING));
        StepVerifier.create(await(CONTAINERD, MANIFEST))
                .then(() -> pulls.onRecord(record("bd-0123456789abcdef_1", 1, JobState.FAILED)))
                .then(() -> pulls.onRecord(record("bd-0123456789abcdef_3", 3, JobState.SUCCEEDED)))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(25)))
                .assertNext(held -> assertThat(held).isInstanceOf(HoldResult.Hop.class))
                .verifyComplete();
    }

    @Test
    void holdIsDividedIntoTenResponsesUntilDeadline() {
        known = Mono.just(record(JobState.RUNNING));
        List<Duration> hops = new ArrayList<>();
        URI uri = MANIFEST;
        for (int hop = 1; hop < 10; hop++) {
            Instant since = now();
            HoldResult held = after(await(SKOPEO, uri), Duration.ofSeconds(101));
            hops.add(Duration.between(since, now()));
            assertThat(held).isInstanceOf(HoldResult.Hop.class);
            uri = MANIFEST.resolve(((HoldResult.Hop) held).relativeLocation());
        }
        assertThat(hops).allSatisfy(hop -> assertThat(hop).isBetween(Duration.ofSeconds(99), Duration.ofSeconds(101)));
        HoldResult last = after(await(SKOPEO, uri), Duration.ofSeconds(130));
        assertThat(last).isInstanceOfSatisfying(HoldResult.RetryLater.class, later -> {
            assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(10));
            assertThat(later.message())
                    .contains("registry.test/app:0123456789abcdef", "bd-0123456789abcdef_2", "running")
                    .contains("https://wave.test/view/builds/bd-0123456789abcdef_2");
        });
        assertThat(now()).isBetween(START.plusSeconds(990), START.plusSeconds(1010));
    }

    @Test
    void unreadableCounterIsLastHop() {
        known = Mono.just(record(JobState.RUNNING));
        HoldResult held = after(await(CONTAINERD, URI.create(MANIFEST + "?hop=2.forged")), Duration.ofSeconds(25));
        assertThat(held).isInstanceOf(HoldResult.RetryLater.class);
    }

    @Test
    void failureHasStatusAndCodeThatClientShows() {
        known = Mono.just(record(JobState.FAILED));
        HoldResult.Failed shown = failure(after(await(SKOPEO, MANIFEST), Duration.ZERO));
        assertThat(shown.status()).isEqualTo(403);
        assertThat(shown.code()).isEqualTo(OciErrorCode.DENIED);
        assertThat(shown.message())
                .startsWith("build failed: exit code 1")
                .contains("bd-0123456789abcdef_2", "https://wave.test/view/builds/bd-0123456789abcdef_2");
        HoldResult.Failed denied = failure(after(await(CONTAINERD, MANIFEST), Duration.ZERO));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.code()).isEqualTo(OciErrorCode.DENIED);
    }

    @Test
    void unknownBuildFailsPull() {
        known = Mono.empty();
        assertThat(after(await(SKOPEO, MANIFEST), Duration.ZERO)).isInstanceOf(HoldResult.Failed.class);
    }

    @Test
    void pullStaysHeldWithoutRedisAndRequestApi() {
        StepVerifier.create(await(SKOPEO, MANIFEST))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(149)))
                .then(() -> known = Mono.just(record(JobState.SUCCEEDED)))
                .then(() -> pulls.lookUpAll().toFuture().join())
                .then(time::advanceTime)
                .expectNext(new HoldResult.Ready(Optional.of(DIGEST)))
                .verifyComplete();
    }

    @Test
    void clientThatDisconnectsIsRemoved() {
        known = Mono.just(record(JobState.RUNNING));
        Disposable client = await(SKOPEO, MANIFEST).subscribe();
        assertThat(held()).isOne();
        client.dispose();
        assertThat(held()).isZero();
        pulls.lookUpAll().toFuture().join();
        assertThat(lookedFor).as("no look without a pull").hasSize(1);
        assertThat(meters.counter("wave.hold.outcomes", "outcome", "disconnected")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void stoppingReplicaRedirectsItsPulls() {
        known = Mono.just(record(JobState.RUNNING));
        List<CompletableFuture<?>> left = new ArrayList<>();
        StepVerifier.create(await(SKOPEO, MANIFEST))
                .then(() -> left.add(pulls.release()))
                .then(time::advanceTime)
                .assertNext(held -> assertThat(isSentAway(held)).isTrue())
                .verifyComplete();
        assertThat(left.getFirst()).as("all have left").isDone();
        assertThat(isSentAway(after(await(SKOPEO, MANIFEST), Duration.ZERO)))
                .as("one that comes late")
                .isTrue();
        assertThat(held()).isZero();
    }

    /** To another replica. */
    private static boolean isSentAway(HoldResult held) {
        return held instanceof HoldResult.Hop(var _, boolean stopping) && stopping;
    }

    @Test
    void thousandsOfPullsAreCompletedByOneNotification() {
        known = Mono.just(record(JobState.RUNNING));
        int count = 2_000;
        StepVerifier.create(Flux.merge(
                                Flux.fromStream(IntStream.range(0, count).mapToObj(_ -> await(SKOPEO, MANIFEST))),
                                count)
                        .count())
                .then(() -> assertThat(held()).isEqualTo(count))
                .then(() -> pulls.onRecord(record(JobState.SUCCEEDED)))
                .then(time::advanceTime)
                .expectNext((long) count)
                .verifyComplete();
        assertThat(lookedFor).hasSize(1);
        assertThat(held()).isZero();
    }

    private HeldPulls pulls() {
        var properties = new HoldProperties(
                Duration.ofMinutes(25), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(5), null);
        return new HeldPulls(
                build -> {
                    lookedFor.add(build);
                    return known;
                },
                new HopSchedule(properties),
                new HopCounter(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32]))),
                new HoldResults(URI.create("https://wave.test/"), properties.retryAfter()),
                new HoldMetrics(meters),
                time,
                time);
    }

    private Mono<HoldResult> await(String userAgent, URI uri) {
        return pulls.await(request(BUILD, null), userAgent, uri);
    }

    /** The result, with the time advanced second by second until it is there. */
    private HoldResult after(Mono<HoldResult> wait, Duration limit) {
        var answer = wait.toFuture();
        time.advanceTime();
        for (long second = 0; second < limit.toSeconds() && !answer.isDone(); second++) {
            time.advanceTimeBy(Duration.ofSeconds(1));
        }
        assertThat(answer).isCompleted();
        return answer.join();
    }

    private static HoldResult.Failed failure(HoldResult held) {
        assertThat(held).isInstanceOf(HoldResult.Failed.class);
        return (HoldResult.Failed) held;
    }

    private double held() {
        return meters.get("wave.hold.pulls").gauge().value();
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS));
    }

    private static RequestRecord request(@Nullable JobLink build, @Nullable Digest sourceDigest) {
        return new RequestRecord(
                TOKEN,
                RequestRecord.ANONYMOUS,
                BUILD.target(),
                null,
                null,
                build,
                sourceDigest,
                false,
                null,
                START,
                START.plusSeconds(36 * 3600));
    }

    private static JobRecord record(JobState state) {
        return record(BUILD.id().toString(), BUILD.generation(), state);
    }

    private static JobRecord record(String id, long generation, JobState state) {
        return new JobRecord(
                JobKind.BUILD,
                id,
                BUILD.target().toString(),
                generation,
                1,
                state,
                state == JobState.SUCCEEDED ? DIGEST : null,
                state == JobState.FAILED ? "build failed: exit code 1" : null,
                null,
                START,
                null,
                null,
                START.plusSeconds(990),
                null,
                null);
    }
}
