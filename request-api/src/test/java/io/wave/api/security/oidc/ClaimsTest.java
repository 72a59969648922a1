package io.wave.api.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private final Claims claims = new Claims(Map.of(
            "sub",
            " alice ",
            "blank",
            " ",
            "long",
            "x".repeat(256),
            "lines",
            "a\nb",
            "number",
            7,
            "flag",
            false,
            "groups",
            List.of("one", 2, "three"),
            "https://example.org/roles",
            List.of("admin"),
            "realm_access",
            Map.of("roles", List.of("user", "operator"), "deep", Map.of("er", "x"))));

    @Test
    void valuesAreTexts() {
        assertThat(claims.all("groups")).containsExactly("one", "three");
        assertThat(claims.all("number")).containsExactly("7");
        assertThat(claims.all("flag")).containsExactly("false");
        assertThat(claims.all("realm_access")).isEmpty();
        assertThat(claims.all("missing")).isEmpty();
        assertThat(claims.first("sub")).contains("alice");
        assertThat(claims.first("groups")).contains("one");
    }

    @Test
    void namesMayBePathsOrHaveDots() {
        assertThat(claims.all("realm_access.roles")).containsExactly("user", "operator");
        assertThat(claims.all("realm_access.deep.er")).containsExactly("x");
        assertThat(claims.all("https://example.org/roles")).containsExactly("admin");
        assertThat(claims.all("realm_access.missing")).isEmpty();
        assertThat(claims.all("sub.missing")).isEmpty();
        assertThat(claims.all(".")).isEmpty();
    }

    @Test
    void emptyLongAndMultiLineNamesAreNone() {
        assertThat(claims.first("blank")).isEmpty();
        assertThat(claims.first("long")).isEmpty();
        assertThat(claims.first("lines")).isEmpty();
    }

    @Test
    void ruleNeedsOneOfItsValues() {
        assertThat(new ClaimRule("realm_access.roles", List.of("root", "operator")).matches(claims))
                .isTrue();
        assertThat(new ClaimRule("realm_access.roles", List.of("root")).matches(claims))
                .isFalse();
        assertThat(new ClaimRule("missing", List.of("root")).matches(claims)).isFalse();
    }
}
