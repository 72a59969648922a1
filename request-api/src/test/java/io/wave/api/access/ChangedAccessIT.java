package io.wave.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that cannot say who may read an image, or say something else than before. */
class ChangedAccessIT extends AccessIT {

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    @Test
    void buildIsNotNamedBeforeItIsKnownWhoCanReadItsBase() {
        String base = flaky("unknown", ScriptedAnswer.of(429));
        Answer answer = submit(ALICE, file(base));
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.text("message"))
                .startsWith("containerFile: '%s' cannot be read without credentials".formatted(base))
                .contains("restricted");
    }

    /** It answers the caller, so it is not known to be down. */
    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void baseWhoseRegistryFailsWithoutCredentialsIsForItsCallerUntilItAnswers(int status) {
        String name = "failing-" + status;
        String file = file(flaky(name, ScriptedAnswer.of(status)));
        Built built = succeeded(ALICE, file);
        assertThat(repository(built.name())).contains("/restricted-");
        assertAccepted(extend(built.name(), ALICE));
        assertThat(submit(ALICE, file).text("containerImage")).isEqualTo(built.name());
        flaky(name, found(name));
        assertThat(repository(submit(ALICE, file).text("containerImage"))).doesNotContain("restricted-");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 404})
    void whatARegistrySaidLastCountsWhileItDoesNotAnswer(int first) {
        String name = "known-" + first;
        String file = file(flaky(name, first == 200 ? found(name) : ScriptedAnswer.of(first)));
        Answer before = submit(ALICE, file);
        assertAccepted(before);
        assertThat(repository(before.text("containerImage")).contains("restricted-"))
                .isEqualTo(first != 200);
        flaky(name, ScriptedAnswer.of(503));
        assertThat(submit(ALICE, file).text("containerImage")).isEqualTo(before.text("containerImage"));
    }

    /** @param anonymous the answer for callers without credentials, who name the digest */
    private static String flaky(String name, ScriptedAnswer anonymous) {
        String manifests = "/v2/flaky/%s/manifests/".formatted(name);
        REGISTRY.on(manifests + "1", found(name));
        REGISTRY.on(manifests + Digest.of(manifest(name)), anonymous);
        return "%s/flaky/%s:1".formatted(REGISTRY.host(), name);
    }

    private static ScriptedAnswer found(String name) {
        return ScriptedAnswer.content(INDEX, manifest(name))
                .with("Docker-Content-Digest", Digest.of(manifest(name)).toString());
    }

    private static byte[] manifest(String name) {
        return "{\"name\":\"%s\"}".formatted(name).getBytes(StandardCharsets.UTF_8);
    }

    private static String file(String base) {
        return "FROM %s\nRUN echo %s\n".formatted(base, UUID.randomUUID());
    }

    /** Nobody has credentials for this repository any more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void imageIsNotForAllAfterTheCredentialsForItsBaseWereRemoved(boolean ofOlderVersion) {
        Built built = succeeded(ALICE, restrictedFile());
        madeFrom(built, PRIVATE.host() + "/without-credentials/base:1", ofOlderVersion);
        for (String caller : new String[] {ANONYMOUS, BOB, CAROL}) {
            assertRefused(extend(built.name(), caller));
            assertRefused(use("/v1alpha1/scans", "{'buildId':'%s'}".formatted(built.id()), caller));
        }
    }

    @Test
    void imageIsForAllAfterItsBaseBecamePublic() {
        UploadedImage.push(FOREIGN.port(), "published/base", "1");
        Built built = succeeded(ALICE, restrictedFile());
        madeFrom(built, FOREIGN.host() + "/published/base:1", false);
        assertAccepted(extend(built.name(), ANONYMOUS));
        Answer copy = mirror(built.name(), BOB);
        assertAccepted(copy);
        assertThat(repository(copy.text("containerImage"))).isEqualTo("copies/" + REPOSITORY);
    }

    @Test
    void copyOfAnImageWhoseScopeHasChangedIsKeptWithThoseOfItsPresentScope() {
        Built built = succeeded(ALICE, restrictedFile());
        madeFrom(built, PRIVATE.host() + "/private/single:1", false);
        Answer copy = mirror(built.name(), ALICE);
        assertAccepted(copy);
        assertThat(repository(copy.text("containerImage")))
                .matches("copies/" + REPOSITORY + "/restricted-[0-9a-f]{32}")
                .isNotEqualTo("copies/" + repository(built.name()));
    }

    @Test
    void nameWithoutARecordInARepositoryOfAScopeIsForNobody() {
        Built built = succeeded(ALICE, restrictedFile());
        String repository = built.name().substring(0, built.name().lastIndexOf(':'));
        UploadedImage bill = UploadedImage.push(
                BUILDS.port(),
                repository(built.name()),
                built.image().digest().toString().replace(':', '-') + ".sbom");
        for (String reference :
                new String[] {":" + built.image().digest().toString().replace(':', '-') + ".sbom", "@" + bill.digest()
                }) {
            assertRefused(extend(repository + reference, BOB));
            assertRefused(use("/v1alpha1/inspect", "{'containerImage':'%s'}".formatted(repository + reference), BOB));
            assertRefused(use("/v1alpha1/scans", "{'containerImage':'%s'}".formatted(repository + reference), BOB));
        }
    }

    /** What is left out of its path must not lead to a repository to which the caller may not push. */
    @ParameterizedTest
    @ValueSource(strings = {"<scope>/closed/image", "closed/<scope>/image", "<scope>/<scope>/closed"})
    void copyDoesNotReachARepositoryThatItsNameDidNotReach(String path) {
        String source = path.replace("<scope>", "restricted-" + "0".repeat(32));
        UploadedImage.push(FOREIGN.port(), source, "1");
        Answer refused = use(
                "/v1alpha2/container",
                "{'containerImage':'%s/%s:1','mirror':true,'buildRepository':'%s/team'}"
                        .formatted(FOREIGN.host(), source, SHARED.host()),
                BOB);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("message")).startsWith("buildRepository: access denied");
    }

    /** @param ofOlderVersion one that stored only that not all callers can read all of its sources */
    private void madeFrom(Built built, String source, boolean ofOlderVersion) {
        jdbc.sql("""
                        UPDATE requests.image_build SET sources = ARRAY[:source], restricted = true,
                            restricted_sources = CASE WHEN :old THEN '{}' ELSE ARRAY[:source] END WHERE id = :id
                        """)
                .param("source", source)
                .param("old", ofOlderVersion)
                .param("id", built.id())
                .update();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'containerFile':'<file>','buildRepository':'<shared>/<long>'}",
                "{'containerFile':'<file>','cacheRepository':'<shared>/<long>'}",
                "{'containerImage':'<base>','freeze':true,'buildRepository':'<shared>/<long>'}",
                "{'containerImage':'<base>','mirror':true,'buildRepository':'<shared>/<long>'}"
            })
    void repositoryThatBecomesTooLongIsNamed(String body) {
        String field = body.contains("cache") ? "cacheRepository" : "buildRepository";
        Answer answer = use(
                "/v1alpha2/container",
                body.replace("<file>", restrictedFile())
                        .replace("<base>", base())
                        .replace("<shared>", SHARED.host())
                        .replace("<long>", "a".repeat(225)),
                ALICE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message"))
                .startsWith(field + ": ")
                .contains("longer than 255 characters")
                .contains("restricted-");
    }

    private Answer extend(String image, String caller) {
        return use("/v1alpha2/container", "{'containerImage':'%s'}".formatted(image), caller);
    }

    private Answer mirror(String image, String caller) {
        return use(
                "/v1alpha2/container",
                "{'containerImage':'%s','mirror':true,'buildRepository':'%s/copies'}".formatted(image, SHARED.host()),
                caller);
    }
}
