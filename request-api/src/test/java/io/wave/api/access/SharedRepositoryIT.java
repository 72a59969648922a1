package io.wave.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.image.Digest;
import io.wave.job.JobState;
import io.wave.local.fake.ScriptedAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The repository for builds is read with the operator's credentials for all callers, also the images in it whose base images
 * not everybody can read.
 */
class SharedRepositoryIT extends AccessIT {

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
        String parent = repository.substring(0, repository.lastIndexOf('/'));
        UploadedImage.push(SHARED.port(), parent.substring(parent.indexOf('/') + 1), "by-hand");
        assertAccepted(use("/v1alpha2/container", "{'containerImage':'%s:by-hand'}".formatted(parent), BOB));
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
        String dryRun = request.substring(0, request.lastIndexOf('}')) + ",'dryRun':true}";
        List<String> names = Stream.of(ALICE, CAROL)
                .flatMap(caller -> Stream.of(request, dryRun)
                        .map(each -> use("/v1alpha2/container", each, caller).text("containerImage")))
                .distinct()
                .toList();
        assertThat(names).singleElement().asString().matches(".+/restricted-[0-9a-f]{32}:.+");
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
}
