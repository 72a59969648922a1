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
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.server.DockerRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The repository for builds is read with the operator's credentials for all callers, also the images in it whose base images
 * not everybody can read. Real registries; the test is the worker.
 */
@TestPropertySource(
        properties = {
            "wave.tokens.static.alice.secret={noop}" + SharedRepositoryIT.ALICE,
            "wave.tokens.static.bob.secret={noop}" + SharedRepositoryIT.BOB,
            "wave.tokens.static.carol.secret={noop}" + SharedRepositoryIT.CAROL,
            "wave.tokens.static.root.secret={noop}" + SharedRepositoryIT.ROOT,
            "wave.tokens.static.root.operator=true",
            "wave.scan.enabled=true",
            "wave.scan.harbor.token=harbor-token"
        })
class SharedRepositoryIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-with-credentials";
    static final String BOB = "wave_token-of-bob-without-credentials";
    static final String CAROL = "wave_token-of-carol-with-a-registry";
    static final String ROOT = "wave_token-of-an-operator-without-credentials";
    private static final String ANONYMOUS = "";
    private static final String OPERATOR = "operator";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Instant DEADLINE = Instant.parse("2100-01-01T00:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    private static final String PASSWORD = "a secret: with /+ odd=chars";
    private static final String REPOSITORY = "wave/builds";
    private static final String CACHES = "wave/caches";

    /** Of the private registry. */
    private static final List<UploadedImage> IMAGES = new ArrayList<>();

    private static final Path FOLDER = folder();
    private static final DockerRegistry BUILDS = DockerRegistry.start(created(FOLDER.resolve("builds")));
    /** All callers may push here with the operator's credentials. */
    private static final DockerRegistry SHARED = DockerRegistry.start(created(FOLDER.resolve("shared")));

    /** Not in the configuration. */
    private static final DockerRegistry FOREIGN = DockerRegistry.start(created(FOLDER.resolve("foreign")));

    private static final DockerRegistry PRIVATE = privateRegistry(created(FOLDER.resolve("private")));

    @Autowired
    private KafkaOperations<String, String> kafka;

    @DynamicPropertySource
    static void registries(DynamicPropertyRegistry properties) {
        String operators = "wave.registries[%s/private]".formatted(PRIVATE.host());
        String shared = "wave.registries[%s]".formatted(SHARED.host());
        String own = "wave.tokens.static.alice.credentials[%s/private]".formatted(upperCase(PRIVATE));
        properties.add("wave.build.repo", () -> BUILDS.host() + "/" + REPOSITORY);
        properties.add("wave.build.cache", () -> BUILDS.host() + "/" + CACHES);
        for (String prefix : List.of(operators, own, shared)) {
            properties.add(prefix + ".username", () -> "user");
            properties.add(prefix + ".password", () -> PASSWORD);
        }
        properties.add(operators + ".callers", () -> "none");
        properties.add(shared + ".push", () -> "true");
        String foreign = "wave.tokens.static.alice.credentials[%s/public]".formatted(FOREIGN.host());
        properties.add(foreign + ".username", () -> "user");
        properties.add(foreign + ".password", () -> PASSWORD);
        properties.add("wave.tokens.static.carol.registries", () -> upperCase(PRIVATE) + "/private");
    }

    private static String upperCase(DockerRegistry registry) {
        return registry.host().toUpperCase(Locale.ROOT);
    }

    @AfterAll
    static void stop() {
        BUILDS.close();
        SHARED.close();
        FOREIGN.close();
        PRIVATE.close();
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void imageIsUsedByThoseWhoCanReadItsBaseOnly(String use, String body) {
        Built built = succeeded(ALICE, restrictedFile());
        for (String name : List.of(built.name(), built.pinned())) {
            String request = body.replace("<image>", name);
            assertRefused(use(use, request, ANONYMOUS));
            assertRefused(use(use, request, BOB));
            assertRefused(use(use, request, OPERATOR));
            assertRefused(use(use, request, ROOT));
            assertAccepted(use(use, request, ALICE));
            assertAccepted(use(use, request, CAROL));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void imageOfAPublicBaseIsUsedByAll(String use, String body) {
        Built built = succeeded(BOB, publicFile());
        for (String name : List.of(built.name(), built.pinned())) {
            for (String caller : List.of(ANONYMOUS, BOB, ALICE, OPERATOR)) {
                Answer answer = use(use, body.replace("<image>", name), caller);
                if (!body.contains("mirror") || (!caller.equals(ANONYMOUS) && !caller.equals(OPERATOR))) {
                    assertAccepted(answer);
                }
            }
        }
    }

    static Stream<Arguments> uses() {
        String copies = "'buildRepository':'%s/copies'".formatted(SHARED.host());
        return Stream.of(
                Arguments.of("/v1alpha2/container", "{'containerImage':'<image>'}"),
                Arguments.of("/v1alpha2/container", "{'containerImage':'<image>','containerConfig':{'env':['A=1']}}"),
                Arguments.of("/v1alpha2/container", "{'containerImage':'<image>','freeze':true,%s}".formatted(copies)),
                Arguments.of("/v1alpha2/container", "{'containerImage':'<image>','mirror':true,%s}".formatted(copies)),
                Arguments.of("/v1alpha2/container", "{'containerFile':'FROM <image>\nRUN x\n'}"),
                Arguments.of("/v1alpha2/container", "{'containerFile':'FROM busybox\nCOPY --from=<image> /a /a\n'}"),
                Arguments.of(
                        "/v1alpha2/container",
                        "{'containerFile':'FROM busybox\nCOPY --from=<image> /a /a\n','dryRun':true}"),
                Arguments.of(
                        "/v1alpha2/container", "{'containerFile':'FROM busybox\n','containerIncludes':['<image>']}"),
                Arguments.of("/v1alpha1/inspect", "{'containerImage':'<image>'}"),
                Arguments.of("/v1alpha1/scans", "{'containerImage':'<image>'}"),
                Arguments.of("/v1alpha1/scans", "{'containerImage':'<image>','scanners':['secret']}"),
                Arguments.of("/view/scans", "<image>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "LOCALHOST"})
    void otherNamesOfTheRegistryAreNoWayAround(String host) {
        Built built = succeeded(ALICE, restrictedFile());
        String name = built.name().replace("localhost", host);
        assertRefused(use("/v1alpha2/container", "{'containerImage':'%s'}".formatted(name), BOB));
        assertRefused(use("/v1alpha1/inspect", "{'containerImage':'%s'}".formatted(name), ANONYMOUS));
    }

    @Test
    void imageThatWasBuiltFromItIsNotReadableEither() {
        Built first = succeeded(ALICE, restrictedFile());
        Built second = succeeded(ALICE, "FROM %s\nRUN echo %s\n".formatted(first.name(), UUID.randomUUID()));
        String body = "{'containerImage':'%s'}".formatted(second.name());
        assertRefused(use("/v1alpha2/container", body, BOB));
        assertRefused(use("/v1alpha2/container", body, ANONYMOUS));
        assertAccepted(use("/v1alpha2/container", body, CAROL));
    }

    @Test
    void imageWithLayersOfAnImageThatNotAllCanReadIsNotReadableEither() {
        String body =
                "{'containerFile':'%s','containerIncludes':['%s']}".formatted(ApiClient.base64(publicFile()), base());
        assertRefused(use("/v1alpha2/container", body, BOB));
        Built built = succeeded(use("/v1alpha2/container", body, ALICE));
        String request = "{'containerImage':'%s'}".formatted(built.name());
        assertRefused(use("/v1alpha2/container", request, BOB));
        assertAccepted(use("/v1alpha2/container", request, ALICE));
    }

    @Test
    void otherTagsOfItsContentAreNoWayAround() {
        Built built = succeeded(ALICE, restrictedFile());
        built.image().copy(BUILDS.port(), REPOSITORY, "latest");
        String body = "{'containerImage':'%s/%s'}".formatted(BUILDS.host(), REPOSITORY);
        assertRefused(use("/v1alpha2/container", body, BOB));
        assertAccepted(use("/v1alpha2/container", body, ALICE));
    }

    @Test
    void imageOfABuildWhoseSuccessIsNotKnownIsNotReadableEither() {
        Answer accepted = submit(ALICE, restrictedFile());
        Built built = pushed(accepted);
        String body = "{'containerImage':'%s'}".formatted(built.name());
        assertRefused(use("/v1alpha2/container", body, BOB));
        publish(accepted, JobState.FAILED, null);
        await().atMost(TIMEOUT).until(() -> state(accepted).equals("FAILED"));
        assertRefused(use("/v1alpha2/container", body, BOB));
        assertAccepted(use("/v1alpha2/container", body, ALICE));
    }

    @Test
    void imageThatDoesNotExistYetIsNoBase() {
        Answer accepted = submit(ALICE, restrictedFile());
        Answer refused = submit(BOB, "FROM %s\nRUN x\n".formatted(accepted.text("containerImage")));
        assertRefused(refused);
        assertThat(refused.text("message")).contains("does not exist");
    }

    @Test
    void imageThatWasPutThereByHandIsForAll() {
        UploadedImage byHand = UploadedImage.push(BUILDS.port(), REPOSITORY + "/by-hand", "1");
        for (String reference : List.of(":1", "@" + byHand.digest())) {
            String name = "%s/%s/by-hand%s".formatted(BUILDS.host(), REPOSITORY, reference);
            assertAccepted(use("/v1alpha2/container", "{'containerImage':'%s'}".formatted(name), ANONYMOUS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {":buildkit-0123456789abcdef0123456789abcdef", "/0123456789abcdef0123456789abcdef:<64>"})
    void layerCachesAreNoImages(String cache) {
        String name = REPOSITORY + cache.replace("<64>", "0".repeat(64));
        int colon = name.lastIndexOf(':');
        UploadedImage.push(BUILDS.port(), name.substring(0, colon), name.substring(colon + 1));
        String body = "{'containerImage':'%s/%s'}".formatted(BUILDS.host(), name);
        assertRefused(use("/v1alpha2/container", body, ALICE));
        assertRefused(use("/v1alpha1/inspect", body, ANONYMOUS));
    }

    @Test
    void layerCachesAreForNobodyUnderAnyName() {
        UploadedImage cache = UploadedImage.push(BUILDS.port(), CACHES, "cache");
        String repository = BUILDS.host() + "/" + CACHES;
        for (String reference : List.of(":cache", "@" + cache.digest(), ":other@" + cache.digest())) {
            String body = "{'containerImage':'%s%s'}".formatted(repository, reference);
            assertRefused(use("/v1alpha2/container", body, ALICE));
            assertRefused(use("/v1alpha1/inspect", body, ANONYMOUS));
        }
        assertRefused(use("/v1alpha2/container", layerOf(repository), BOB));
    }

    /** A mirror whose source and target are servers of its user, which need not have the layers. */
    @Test
    void mirrorOfItsContentFromElsewhereOpensNothing() {
        Built built = succeeded(ALICE, restrictedFile());
        built.image().copy(FOREIGN.port(), "stolen", "1");
        Answer mirror = use(
                "/v1alpha2/container",
                "{'containerImage':'%s/stolen:1','mirror':true,'buildRepository':'%s/elsewhere'}"
                        .formatted(FOREIGN.host(), SHARED.host()),
                BOB);
        assertAccepted(mirror);
        publish(mirror, JobState.SUCCEEDED, built.image().digest());
        await().atMost(TIMEOUT).until(() -> state(mirror).equals("SUCCEEDED"));
        for (String name : List.of(built.name(), built.pinned())) {
            String body = "{'containerImage':'%s'}".formatted(name);
            assertRefused(use("/v1alpha2/container", body, BOB));
            assertRefused(use("/v1alpha2/container", body, ANONYMOUS));
            assertAccepted(use("/v1alpha2/container", body, ALICE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, BOB, CAROL})
    void layerOfARestrictedRegistryIsInNoImageThatOthersGet(String caller) {
        String body = layerOf(PRIVATE.host() + "/private/base")
                .replaceFirst(
                        "'containerImage':'[^']*'", "'containerFile':'%s'".formatted(ApiClient.base64(publicFile())));
        assertRefused(use("/v1alpha2/container", body, caller));
    }

    @Test
    void partOfAMirrorIsNotReadableEither() {
        Built mirror = mirrored("multi");
        String repository = mirror.name().substring(0, mirror.name().lastIndexOf(':'));
        Digest part = mirror.image().parts().getFirst().digest();
        String child = "{'containerImage':'%s@%s'}".formatted(repository, part);
        assertRefused(use("/v1alpha2/container", child, BOB));
        assertRefused(use("/v1alpha1/inspect", child, ANONYMOUS));
        assertRefused(use("/v1alpha2/container", layerOf(repository), BOB));
        UploadedImage.push(SHARED.port(), repository(mirror.name()), "by-hand");
        assertAccepted(use("/v1alpha2/container", "{'containerImage':'%s:by-hand'}".formatted(repository), BOB));
    }

    private String layerOf(String repository) {
        return "{'containerImage':'%s','containerConfig':{'layers':[{'location':'docker://%s/blobs/%s','gzipDigest':'%3$s','gzipSize':7,'tarDigest':'%3$s'}]}}"
                .formatted(image(), repository.replaceFirst("/", "/v2/"), DIGEST);
    }

    @Test
    void mirrorIsUsedByThoseWhoCanReadItsSourceOnly() {
        Built mirror = mirrored("single");
        for (String name : List.of(mirror.name(), mirror.pinned())) {
            String body = "{'containerImage':'%s'}".formatted(name);
            for (String path : List.of("/v1alpha2/container", "/v1alpha1/inspect", "/v1alpha1/scans")) {
                assertRefused(use(path, body, BOB));
                assertRefused(use(path, body, ANONYMOUS));
                assertAccepted(use(path, body, CAROL));
            }
        }
    }

    /** A mirror of a new image of the private registry in the repository for builds. */
    private Built mirrored(String name) {
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

    @Test
    void accessIsAskedForWhenTheImageIsUsed() {
        UploadedImage gone = IMAGES.getLast();
        Built built =
                succeeded(ALICE, "FROM %s/private/gone:1\nRUN echo %s\n".formatted(PRIVATE.host(), UUID.randomUUID()));
        String body = "{'containerImage':'%s'}".formatted(built.name());
        assertAccepted(use("/v1alpha2/container", body, ALICE));
        ApiClient registry = ApiClient.at(PRIVATE.port());
        assertThat(registry.send(registry.request("/v2/private/gone/manifests/" + gone.digest())
                                .header("Authorization", "Basic " + ApiClient.base64("user:" + PASSWORD))
                                .DELETE())
                        .status())
                .isEqualTo(202);
        assertRefused(use("/v1alpha2/container", body, ALICE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'containerFile':'FROM <base>\nRUN x\n'}",
                "{'containerFile':'FROM busybox\nCOPY --from=<base> /a /a\n'}",
                "{'containerFile':'FROM busybox\n','containerIncludes':['<base>']}",
                "{'containerFile':'FROM <base>\nRUN x\n','containerPlatform':'linux/amd64,linux/arm64'}",
                "{'containerFile':'FROM <base>\nRUN x\n','buildRepository':'<shared>/team','freeze':true}",
                "{'containerImage':'<base>','buildRepository':'<shared>/team','freeze':true}",
                "{'containerImage':'<base>','buildRepository':'<shared>','mirror':true}"
            })
    void imageOfARestrictedBaseHasARepositoryWithThoseOfTheSameBaseOnly(String body) {
        String request = body.replace("<base>", base()).replace("<shared>", SHARED.host());
        List<String> names = Stream.of(ALICE, CAROL)
                .map(caller -> use("/v1alpha2/container", request, caller).text("containerImage"))
                .toList();
        assertThat(names.getFirst()).matches(".+/restricted-[0-9a-f]{32}:.+").isEqualTo(names.getLast());
    }

    @Test
    void imageThatAllCanReadIsNotRestrictedByCredentialsOfSomebody() {
        UploadedImage.push(FOREIGN.port(), "public/base", "1");
        String file = "FROM %s/public/base:1\nRUN echo %s\n".formatted(FOREIGN.host(), UUID.randomUUID());
        Answer accepted = submit(ALICE, file);
        assertThat(repository(accepted.text("containerImage"))).isEqualTo(REPOSITORY);
        assertThat(scope(accepted)).isNull();
        assertThat(submit(ANONYMOUS, file).text("containerImage")).isEqualTo(accepted.text("containerImage"));
    }

    @Test
    void workersAreToldWhichImagesTheyKeepTogether() {
        Answer accepted = submit(ALICE, restrictedFile());
        assertThat(repository(accepted.text("containerImage"))).endsWith("/restricted-" + scope(accepted));
        Answer own = use(
                "/v1alpha2/container",
                "{'containerFile':'%s','buildRepository':'%s/mine'}"
                        .formatted(ApiClient.base64(restrictedFile()), FOREIGN.host()),
                ALICE);
        assertThat(repository(own.text("containerImage"))).isEqualTo("mine");
        assertThat(scope(own)).isEqualTo(scope(accepted));
    }

    private @Nullable String scope(Answer accepted) {
        return jdbc.sql("SELECT spec ->> 'accessScope' FROM requests.image_build WHERE id = ?")
                .param(accepted.text("buildId"))
                .query((row, _) -> row.getString(1))
                .list()
                .getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'containerFile':'FROM busybox\n','buildRepository':'<builds>/<other>'}",
                "{'containerFile':'FROM busybox\n','buildRepository':'<builds>/<other>/sub'}",
                "{'containerFile':'FROM busybox\n','buildRepository':'<shared>/<other>','freeze':true}",
                "{'containerFile':'FROM busybox\n','cacheRepository':'<builds>/<other>'}",
                "{'packages':{'type':'CONDA','environment':'<environment>'},'nameStrategy':'imageSuffix'}",
                "{'packages':{'type':'CONDA','environment':'<environment>'},'nameStrategy':'imageSuffix','containerPlatform':'linux/amd64,linux/arm64'}",
                "{'containerImage':'<foreign>/<other>:1','buildRepository':'<shared>','mirror':true}"
            })
    void noRequestNamesTheRepositoryOfOthers(String body) {
        String built = repository(succeeded(ALICE, restrictedFile()).name());
        String other = built.substring(built.lastIndexOf('/') + 1);
        UploadedImage.push(FOREIGN.port(), other, "1");
        String request = body.replace("<builds>", BUILDS.host() + "/" + REPOSITORY)
                .replace("<shared>", SHARED.host())
                .replace("<foreign>", FOREIGN.host())
                .replace("<environment>", ApiClient.base64("name: %s\ndependencies: [numpy]\n".formatted(other)))
                .replace("<other>", other);
        Answer refused = use("/v1alpha2/container", request, BOB);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("message")).contains("must not contain '%s'".formatted(other));
    }

    @Test
    void scanOfABuildIsForThoseWhoCanReadItsBase() {
        Answer live = submit(ALICE, restrictedFile());
        Built built = succeeded(ALICE, restrictedFile());
        for (String build : List.of(live.text("buildId"), built.id())) {
            String body = "{'buildId':'%s','scanners':['secret']}".formatted(build);
            assertRefused(use("/v1alpha1/scans", body, ANONYMOUS));
            assertRefused(use("/v1alpha1/scans", body, BOB));
            assertRefused(use("/v1alpha1/scans", body, OPERATOR));
            assertAccepted(use("/v1alpha1/scans", body, CAROL));
        }
        Answer button = client().send(as(client().request("/view/scans"), BOB)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("buildId=" + built.id())));
        assertThat(button.status()).as(button.body()).isEqualTo(400);
        String open = succeeded(BOB, publicFile()).id();
        assertAccepted(use("/v1alpha1/scans", "{'buildId':'%s'}".formatted(open), ANONYMOUS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/logs", "/spdx", "/cyclonedx", "/report", "page"})
    void whatAScanFoundIsForThoseWhoCanReadTheImage(String part) {
        Built built = succeeded(ALICE, restrictedFile());
        String scan = use("/v1alpha1/scans", "{'buildId':'%s'}".formatted(built.id()), ALICE)
                .text("scanId");
        assertForReaders(part.equals("page") ? "/view/scans/" + scan : "/v1alpha1/scans/" + scan + part);
    }

    /** The server of the caller says that it has the image; it has neither its layers nor its configuration. */
    @Test
    void digestOfARestrictedImageAtAnotherServerDoesNotGetItsScan() {
        Built built = succeeded(ALICE, restrictedFile());
        String scan = use("/v1alpha1/scans", "{'buildId':'%s'}".formatted(built.id()), ALICE)
                .text("scanId");
        UploadedImage image = built.image();
        REGISTRY.on(
                "/v2/claims/image/manifests/" + image.digest(),
                ScriptedAnswer.content(image.type(), image.manifest().getBytes(StandardCharsets.UTF_8))
                        .with("Docker-Content-Digest", image.digest().toString()));
        String claimed = "claims/image@" + image.digest();
        for (String body : List.of(
                "{'containerImage':'%s'}".formatted(claimed),
                "{'containerImage':'%s','scanMode':'async'}".formatted(claimed))) {
            String path = body.contains("scanMode") ? "/v1alpha2/container" : "/v1alpha1/scans";
            Answer bobs = use(path, body, BOB);
            assertAccepted(bobs);
            assertThat(bobs.text("scanId")).matches("sc-.*").isNotEqualTo(scan);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logs", "/steps", "/condalock"})
    void whatABuildReadIsForThoseWhoCanReadItsBase(String part) {
        assertForReaders(
                "/v1alpha1/builds/" + succeeded(ALICE, restrictedFile()).id() + part);
    }

    private void assertForReaders(String path) {
        assertThat(get(path, ANONYMOUS).status()).isEqualTo(401);
        Answer account = get(path, OPERATOR);
        assertThat(account.status()).isEqualTo(401);
        if (path.startsWith("/v1alpha1/")) {
            assertThat(account.text("message")).endsWith("(a user name and password are not accepted here)");
        }
        assertThat(get(path, BOB).status()).isEqualTo(403);
        for (String reader : List.of(ALICE, CAROL, ROOT)) {
            assertThat(get(path, reader).status()).as(reader).isIn(200, 404);
        }
    }

    @Test
    void recordAndPageOfABuildStayOpenWithoutItsLog() {
        Built built = succeeded(ALICE, restrictedFile());
        assertThat(get("/v1alpha1/builds/" + built.id(), ANONYMOUS).status()).isEqualTo(200);
        assertThat(get("/v1alpha1/builds/%s/status".formatted(built.id()), ANONYMOUS)
                        .status())
                .isEqualTo(200);
        Answer page = get("/view/builds/" + built.id(), ANONYMOUS);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("The log is for callers who can read").doesNotContain("Scan the image");
        assertThat(get("/view/builds/" + built.id(), CAROL).body()).doesNotContain("The log is for callers");
    }

    @Test
    void harborScansWhatItMayRead() {
        Built restricted = succeeded(ALICE, restrictedFile());
        Built open = succeeded(BOB, publicFile());
        assertThat(harbor(restricted).status()).isEqualTo(400);
        assertThat(harbor(open).status()).isEqualTo(202);
    }

    private Answer harbor(Built built) {
        return client().send(client().request("/api/v1/scan")
                .header("Authorization", "Bearer harbor-token")
                .header("Content-Type", "application/vnd.scanner.adapter.scan.request+json; version=1.1")
                .POST(BodyPublishers.ofString(
                        "{\"registry\":{\"url\":\"http://%s\"},\"artifact\":{\"repository\":\"%s\",\"digest\":\"%s\"}}"
                                .formatted(
                                        BUILDS.host(),
                                        repository(built.name()),
                                        built.image().digest()))));
    }

    /** @param image what was pushed */
    private record Built(Answer accepted, String name, UploadedImage image) {

        String id() {
            return accepted.text("buildId");
        }

        String pinned() {
            return name.substring(0, name.lastIndexOf(':')) + "@" + image.digest();
        }
    }

    private Built succeeded(String caller, String file) {
        return succeeded(submit(caller, file));
    }

    private Built succeeded(Answer accepted) {
        Built built = pushed(accepted);
        publish(accepted, JobState.SUCCEEDED, built.image().digest());
        await().atMost(TIMEOUT).until(() -> state(accepted).equals("SUCCEEDED"));
        return built;
    }

    private static Built pushed(Answer accepted) {
        assertAccepted(accepted);
        String name = accepted.text("containerImage");
        return new Built(accepted, name, UploadedImage.push(BUILDS.port(), repository(name), tag(name)));
    }

    /** The path of the repository of a tagged image. */
    private static String repository(String name) {
        return name.substring(name.indexOf('/') + 1, name.lastIndexOf(':'));
    }

    private static String tag(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }

    private Answer submit(String caller, String file) {
        return use("/v1alpha2/container", "{'containerFile':'%s'}".formatted(ApiClient.base64(file)), caller);
    }

    /** Posts a body whose container file is in clear text. */
    private Answer use(String path, String body, String caller) {
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

    private Answer get(String path, String caller) {
        return client().send(as(client().request(path), caller).GET());
    }

    private static HttpRequest.Builder as(HttpRequest.Builder request, String caller) {
        return switch (caller) {
            case ANONYMOUS -> request;
            case OPERATOR -> request.header("Authorization", "Basic " + ApiClient.base64("operator:secret"));
            default -> request.header("Authorization", "Bearer " + caller);
        };
    }

    private static void assertAccepted(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 301);
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 403);
    }

    private String state(Answer accepted) {
        String table = accepted.text("buildId").startsWith("mr-") ? "image_mirror" : "image_build";
        return jdbc.sql("SELECT state FROM requests.%s WHERE id = ?".formatted(table))
                .param(accepted.text("buildId"))
                .query(String.class)
                .single();
    }

    private void publish(Answer accepted, JobState state, @Nullable Digest digest) {
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

    private static String restrictedFile() {
        return "FROM %s\nRUN echo %s\n".formatted(base(), UUID.randomUUID());
    }

    private static String publicFile() {
        return "FROM busybox\nRUN echo %s\n".formatted(UUID.randomUUID());
    }

    private static String base() {
        return PRIVATE.host() + "/private/base:1";
    }

    private static Path folder() {
        return Path.of("target", "registries", UUID.randomUUID().toString()).toAbsolutePath();
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its images are pushed while it is open. */
    private static DockerRegistry privateRegistry(Path folder) {
        try (DockerRegistry open = DockerRegistry.start(folder)) {
            UploadedImage.push(open.port(), "private/base", "1");
            IMAGES.add(UploadedImage.push(open.port(), "private/single", "1"));
            IMAGES.add(
                    UploadedImage.push(open.port(), "private/multi", "0").pushIndex(open.port(), "private/multi", "1"));
            IMAGES.add(UploadedImage.push(open.port(), "private/gone", "1"));
        }
        return DockerRegistry.startProtected(folder, HTPASSWD);
    }
}
