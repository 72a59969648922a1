package io.wave.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.server.DockerRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * A repository for builds that all callers read with the operator's credentials, a registry whose images only some can read, and
 * users. Real registries; the test is the worker.
 */
@TestPropertySource(
        properties = {
            "wave.tokens.static.alice.secret={noop}" + AccessIT.ALICE,
            "wave.tokens.static.bob.secret={noop}" + AccessIT.BOB,
            "wave.tokens.static.carol.secret={noop}" + AccessIT.CAROL,
            "wave.tokens.static.dave.secret={noop}" + AccessIT.DAVE,
            "wave.tokens.static.root.secret={noop}" + AccessIT.ROOT,
            "wave.tokens.static.root.operator=true",
            "wave.scan.enabled=true",
            "wave.scan.harbor.token=harbor-token"
        })
abstract class AccessIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-with-credentials";
    static final String BOB = "wave_token-of-bob-without-credentials";
    static final String CAROL = "wave_token-of-carol-with-a-registry";
    static final String DAVE = "wave_token-of-dave-with-credentials-for-a-repository-that-others-share";
    static final String ROOT = "wave_token-of-an-operator-without-credentials";
    static final String ANONYMOUS = "";
    static final String OPERATOR = "operator";

    static final Duration TIMEOUT = Duration.ofMinutes(2);
    static final Instant DEADLINE = Instant.parse("2100-01-01T00:00:00Z");
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    static final String PASSWORD = "a secret: with /+ odd=chars";
    static final String REPOSITORY = "wave/builds";
    static final String CACHES = "wave/caches";
    /** Of the shared registry: for one user only with credentials of that user. */
    static final String OWN = "own";

    /** Of the private registry. */
    static final List<UploadedImage> IMAGES = new ArrayList<>();

    static final Path FOLDER = folder();
    static final DockerRegistry BUILDS = DockerRegistry.start(created(FOLDER.resolve("builds")));
    /** All callers may push here with the operator's credentials. */
    static final DockerRegistry SHARED = DockerRegistry.start(created(FOLDER.resolve("shared")));

    /** Not in the configuration. */
    static final DockerRegistry FOREIGN = DockerRegistry.start(created(FOLDER.resolve("foreign")));

    static final SharingRegistry SHARING = SharingRegistry.start();
    /** Like the one above. */
    static final SharingRegistry UNTESTED = SharingRegistry.start();

    static final DockerRegistry PRIVATE = privateRegistry(created(FOLDER.resolve("private")));

    static {
        stopAtExit();
    }

    @Autowired
    KafkaOperations<String, String> kafka;

    @DynamicPropertySource
    static void registries(DynamicPropertyRegistry properties) {
        String operators = "wave.registries[%s/private]".formatted(PRIVATE.host());
        String shared = "wave.registries[%s]".formatted(SHARED.host());
        String closed = "wave.registries[%s/team/closed]".formatted(SHARED.host());
        String sharing = "wave.registries[%s]".formatted(SHARING.host());
        String untested = "wave.registries[%s]".formatted(UNTESTED.host());
        String own = "wave.tokens.static.alice.credentials[%s/private]".formatted(upperCase(PRIVATE));
        properties.add("wave.build.repo", () -> BUILDS.host() + "/" + REPOSITORY);
        properties.add("wave.build.cache", () -> BUILDS.host() + "/" + CACHES);
        String foreign = "wave.tokens.static.alice.credentials[%s/public]".formatted(FOREIGN.host());
        String flaky = "wave.tokens.static.alice.credentials[%s/flaky]".formatted(REGISTRY.host());
        String daves = "wave.tokens.static.dave.credentials[%s/%s]".formatted(SHARED.host(), OWN);
        for (String prefix : List.of(operators, own, shared, closed, sharing, untested, foreign, flaky, daves)) {
            properties.add(prefix + ".username", () -> "user");
            properties.add(prefix + ".password", () -> PASSWORD);
        }
        properties.add(operators + ".callers", () -> "none");
        List.of(shared, sharing, untested).forEach(prefix -> properties.add(prefix + ".push", () -> "true"));
        properties.add("wave.tokens.static.carol.registries", () -> upperCase(PRIVATE) + "/private");
    }

    private static String upperCase(DockerRegistry registry) {
        return registry.host().toUpperCase(Locale.ROOT);
    }

    /** The servers are those of all classes with this context. */
    private static void stopAtExit() {
        List<Runnable> ends =
                List.of(BUILDS::close, SHARED::close, FOREIGN::close, PRIVATE::close, SHARING::close, UNTESTED::close);
        ends.forEach(end -> Runtime.getRuntime().addShutdownHook(new Thread(end)));
    }

    /** Nobody works on what was requested: its commands would be sent again during other tests. */
    @AfterEach
    void endJobs() {
        for (String table : List.of("image_build", "image_mirror", "image_scan")) {
            jdbc.sql("""
                            UPDATE requests.%s SET live = false, state = 'FAILED', ended_at = now()
                            WHERE live AND (target LIKE ? OR target LIKE ? OR spec::text LIKE ?)
                            """.formatted(table))
                    .params(BUILDS.host() + "/%", SHARED.host() + "/%", "%" + BUILDS.host() + "/%")
                    .update();
        }
    }

    /** A mirror of a new image of the private registry in the repository for builds. */
    Built mirrored(String name) {
        Answer accepted = use(
                "/v1alpha2/container",
                "{'containerImage':'%s/private/%s:1','mirror':true,'buildRepository':'%s/mirrors'}"
                        .formatted(PRIVATE.host(), name, SHARED.host()),
                ALICE);
        assertAccepted(accepted);
        Digest digest = Digest.parse(jdbc.sql("SELECT spec ->> 'digest' FROM requests.image_mirror WHERE id = ?")
                .param(accepted.text("buildId"))
                .query(String.class)
                .single());
        UploadedImage copy = IMAGES.stream()
                .filter(image -> image.digest().equals(digest))
                .findFirst()
                .orElseThrow();
        copy.copy(SHARED.port(), repository(accepted.text("containerImage")), "1");
        publish(accepted, JobState.SUCCEEDED, digest);
        await().atMost(TIMEOUT).until(() -> state(accepted).equals("SUCCEEDED"));
        return new Built(accepted, accepted.text("containerImage"), copy);
    }

    @Nullable
    String scope(Answer accepted) {
        return jdbc.sql("SELECT spec ->> 'accessScope' FROM requests.image_build WHERE id = ?")
                .param(accepted.text("buildId"))
                .query((row, _) -> row.getString(1))
                .list()
                .getFirst();
    }

    /** @param image what was pushed */
    record Built(Answer accepted, String name, UploadedImage image) {

        String id() {
            return accepted.text("buildId");
        }

        String pinned() {
            return name.substring(0, name.lastIndexOf(':')) + "@" + image.digest();
        }
    }

    Built succeeded(String caller, String file) {
        return succeeded(submit(caller, file));
    }

    Built succeeded(Answer accepted) {
        Built built = pushed(accepted);
        publish(accepted, JobState.SUCCEEDED, built.image().digest());
        await().atMost(TIMEOUT).until(() -> state(accepted).equals("SUCCEEDED"));
        return built;
    }

    static Built pushed(Answer accepted) {
        assertAccepted(accepted);
        String name = accepted.text("containerImage");
        int port = name.startsWith(SHARED.host()) ? SHARED.port() : BUILDS.port();
        return new Built(accepted, name, UploadedImage.push(port, repository(name), tag(name)));
    }

    /** The path of the repository of a tagged image. */
    static String repository(String name) {
        return name.substring(name.indexOf('/') + 1, name.lastIndexOf(':'));
    }

    static String tag(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }

    Answer submit(String caller, String file) {
        return use("/v1alpha2/container", "{'containerFile':'%s'}".formatted(ApiClient.base64(file)), caller);
    }

    /** Posts a body whose container file is in clear text. */
    Answer use(String path, String body, String caller) {
        String file = "'containerFile':'";
        int start = body.indexOf(file) + file.length();
        int end = body.indexOf('\'', start);
        String encoded = body.contains(file) && body.substring(start, end).startsWith("FROM")
                ? body.substring(0, start) + ApiClient.base64(body.substring(start, end)) + body.substring(end)
                : body;
        boolean form = path.startsWith("/view");
        return client().send(as(client().request(path), caller)
                .header("Content-Type", form ? "text/plain" : "application/json")
                .POST(BodyPublishers.ofString(form ? encoded : encoded.replace('\'', '"'))));
    }

    Answer get(String path, String caller) {
        return client().send(as(client().request(path), caller).GET());
    }

    static HttpRequest.Builder as(HttpRequest.Builder request, String caller) {
        return switch (caller) {
            case ANONYMOUS -> request;
            case OPERATOR -> request.header("Authorization", "Basic " + ApiClient.base64("operator:secret"));
            default -> request.header("Authorization", "Bearer " + caller);
        };
    }

    static void assertAccepted(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 301);
    }

    static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 403);
    }

    String state(Answer accepted) {
        String table = accepted.text("buildId").startsWith("mr-") ? "image_mirror" : "image_build";
        return jdbc.sql("SELECT state FROM requests.%s WHERE id = ?".formatted(table))
                .param(accepted.text("buildId"))
                .query(String.class)
                .single();
    }

    void publish(Answer accepted, JobState state, @Nullable Digest digest) {
        String id = accepted.text("buildId");
        boolean mirror = id.startsWith("mr-");
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        JobRecord job = new JobRecord(
                mirror ? JobKind.MIRROR : JobKind.BUILD,
                id,
                mirror ? "%s@%s".formatted(accepted.text("containerImage"), digest) : accepted.text("containerImage"),
                mirror ? 1 : Long.parseLong(id.substring(20)),
                3,
                state,
                digest,
                state == JobState.FAILED ? "push failed" : null,
                null,
                now,
                now,
                now,
                DEADLINE,
                null,
                null);
        String topic = mirror ? Topics.MIRROR_EVENTS : Topics.BUILD_EVENTS;
        assertThat(kafka.send(topic, id, JSON.writeValueAsString(job))).succeedsWithin(TIMEOUT);
    }

    static String restrictedFile() {
        return "FROM %s\nRUN echo %s\n".formatted(base(), UUID.randomUUID());
    }

    static String publicFile() {
        return "FROM busybox\nRUN echo %s\n".formatted(UUID.randomUUID());
    }

    static String base() {
        return PRIVATE.host() + "/private/base:1";
    }

    static Path folder() {
        return Path.of("target", "registries", UUID.randomUUID().toString()).toAbsolutePath();
    }

    static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its images are pushed while it is open. */
    static DockerRegistry privateRegistry(Path folder) {
        try (DockerRegistry open = DockerRegistry.start(folder)) {
            UploadedImage.push(open.port(), "private/base", "1");
            IMAGES.add(UploadedImage.push(open.port(), "private/single", "1"));
            IMAGES.add(
                    UploadedImage.push(open.port(), "private/multi", "0").pushIndex(open.port(), "private/multi", "1"));
            IMAGES.add(UploadedImage.push(open.port(), "private/copied", "1"));
            IMAGES.add(UploadedImage.push(open.port(), "private/gone", "1"));
        }
        return DockerRegistry.startProtected(folder, HTPASSWD);
    }
}
