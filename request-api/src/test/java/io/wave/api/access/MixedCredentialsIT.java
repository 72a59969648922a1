package io.wave.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A repository to which callers push with the operator's credentials, and one user with credentials of that user: its registry
 * tells this user apart, and nobody else.
 */
class MixedCredentialsIT extends AccessIT {

    @Test
    void imageBuiltFromThereIsForThoseWhoCanReadWhatThatImageWasMadeFrom() {
        Built base = restrictedInOwn();
        Built built = succeeded(DAVE, from(base));
        assertThat(repository(built.name())).contains("/restricted-");
        for (String caller : new String[] {ALICE, CAROL, DAVE}) {
            assertAccepted(extend(built, caller));
        }
        for (String caller : new String[] {BOB, ANONYMOUS, OPERATOR, ROOT}) {
            assertRefused(extend(built, caller));
            assertRefused(use("/v1alpha1/scans", "{'buildId':'%s'}".formatted(built.id()), caller));
        }
    }

    @Test
    void imageBuiltFromThatOneIsKeptWithThoseOfWhatItsCallerCouldRead() {
        Built built = succeeded(DAVE, from(restrictedInOwn()));
        assertThat(scope(submit(CAROL, from(built))))
                .isEqualTo(scope(submit(CAROL, restrictedFile())))
                .isNotEqualTo(scope(built.accepted()));
        assertThat(scope(submit(DAVE, from(built)))).isEqualTo(scope(built.accepted()));
    }

    @Test
    void imageOfAPublicBaseThereIsForAll() {
        Built base = succeeded(inOwn(BOB, publicFile()));
        Built built = succeeded(DAVE, from(base));
        for (String caller : new String[] {BOB, ANONYMOUS, DAVE}) {
            assertAccepted(extend(built, caller));
        }
    }

    /** Tags may move, so records can say that two images were made from each other. */
    @Test
    void imagesThatAreMadeFromEachOtherAreForNobodyElse() {
        Built base = restrictedInOwn();
        Built built = succeeded(DAVE, from(base));
        jdbc.sql("UPDATE requests.image_build SET sources = ARRAY[?] WHERE id = ?")
                .params(base.name(), base.id())
                .update();
        assertRefused(extend(built, BOB));
        assertRefused(extend(base, ALICE));
        assertAccepted(extend(built, DAVE));
    }

    /** The registry of the source is shared by those who use the operator's credentials for it. */
    @Test
    void imageThatWasCopiedIsStillReadableWhereItIs() {
        Built mirror = mirrored("copied");
        String source = PRIVATE.host() + "/private/copied";
        for (String name :
                new String[] {source + ":1", source + "@" + mirror.image().digest(), mirror.name()}) {
            for (String caller : new String[] {ALICE, CAROL}) {
                assertAccepted(use("/v1alpha2/container", "{'containerImage':'%s'}".formatted(name), caller));
            }
            assertRefused(use("/v1alpha2/container", "{'containerImage':'%s'}".formatted(name), BOB));
        }
    }

    private Built restrictedInOwn() {
        return succeeded(inOwn(ALICE, restrictedFile()));
    }

    private Answer inOwn(String caller, String file) {
        return use(
                "/v1alpha2/container",
                "{'containerFile':'%s','buildRepository':'%s/%s/team'}".formatted(file, SHARED.host(), OWN),
                caller);
    }

    private Answer extend(Built built, String caller) {
        return use("/v1alpha2/container", "{'containerImage':'%s'}".formatted(built.name()), caller);
    }

    private static String from(Built base) {
        return "FROM %s\nRUN echo %s\n".formatted(base.name(), UUID.randomUUID());
    }
}
