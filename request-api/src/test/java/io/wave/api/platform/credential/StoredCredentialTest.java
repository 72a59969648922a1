package io.wave.api.platform.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredCredentialTest {

    @ParameterizedTest
    @CsvSource({
        "quay.io, org/app, app",
        "quay.io, org/other, org",
        "quay.io, org/app/x, app",
        "quay.io, organization/app, quay",
        "quay.io, else, quay",
        "docker.io, library/busybox, hub",
        "docker.io, me/app, mine",
        "other.io, a, ''",
        "quay.io.evil.test, a, ''",
    })
    void longestPathThatCoversTheRepositoryIsChosen(String registry, String repository, String id) {
        StoredCredential.Listed listed = new StoredCredential.Listed(List.of(
                credential("quay", "https://QUAY.io/"),
                credential("org", "quay.io/org"),
                credential("app", "quay.io/org/app"),
                credential("mine", "index.docker.io/me"),
                credential("hub", null),
                new StoredCredential("aws", "aws", null, null),
                new StoredCredential("gone", "container-reg", new StoredCredential.Shown("other.io"), true),
                new StoredCredential("a/../b", "container-reg", new StoredCredential.Shown("other.io"), false)));
        assertThat(StoredCredential.find(listed.usable(), registry, repository)
                        .map(found -> String.valueOf(found.id())))
                .isEqualTo(Optional.of(id).filter(text -> !text.isEmpty()));
    }

    @Test
    void keysOfAwsAreUsedIfTheyAreTheOnlyOnes() {
        StoredCredential one = new StoredCredential("one", "aws", null, false);
        StoredCredential two = new StoredCredential("two", "aws", null, false);

        assertThat(StoredCredential.ofAws(List.of(credential("hub", null), one)))
                .contains(one);
        assertThat(StoredCredential.ofAws(List.of(one, two))).isEmpty();
        assertThat(StoredCredential.ofAws(List.of(credential("hub", null)))).isEmpty();
    }

    @Test
    void missingListHasNone() {
        assertThat(new StoredCredential.Listed(null).usable()).isEmpty();
    }

    private static StoredCredential credential(String id, @Nullable String registry) {
        return new StoredCredential(id, "container-reg", new StoredCredential.Shown(registry), false);
    }
}
