package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names that match; that BuildKit follows them is seen in the integration tests. */
class SourcePolicyTest {

    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"docker.io/library/busybox:1", "Registry-1.Docker.IO/library/busybox:1"})
    void nameMayBeWrittenInEveryWay(String name) {
        List<Rule> rules = rules("busybox:1", Map.of(), "docker.io/library/busybox");
        assertThat(allowed(rules, name)).isTrue();
        assertThat(allowed(rules, name + "@" + ONE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io/library/busybox:2",
                "docker.io/library/busybox:1-musl",
                "docker.io/library/busyboxes:1",
                "docker.io/library/busybox/other:1",
                "dockerxio/library/busybox:1",
                "other.test/docker.io/library/busybox:1",
                "docker.io/library/BUSYBOX:1"
            })
    void otherNamesAreDenied(String name) {
        List<Rule> rules = rules("busybox:1", Map.of(), "docker.io/library/busybox");
        assertThat(allowed(rules, name)).isFalse();
        assertThat(allowed(rules, name + "@" + ONE)).isFalse();
    }

    @Test
    void digestIsTheOnlyOneOfItsImage() {
        List<Rule> rules = rules("a.test/b:1@" + ONE, Map.of(), "a.test/b");
        assertThat(allowed(rules, "a.test/b@" + ONE)).isTrue();
        assertThat(allowed(rules, "a.test/b:1@" + ONE)).isTrue();
        assertThat(allowed(rules, "a.test/b:1@" + TWO)).isFalse();
        assertThat(allowed(rules, "a.test/b:1")).isFalse();
    }

    @Test
    void tagIsPinnedToItsContent() {
        ImageReference image = ImageReference.parse("a.test/b:1");
        List<Rule> rules = rules("a.test/b:1", Map.of(image, Optional.of(Digest.parse(ONE))), "a.test/b");
        assertThat(converted(rules, "A.test/b:1")).isEqualTo("a.test/b:1@" + ONE);
        assertThat(allowed(rules, "a.test/b:1@" + ONE)).isTrue();
        assertThat(allowed(rules, "a.test/b:1@" + TWO)).isFalse();
    }

    /** BuildKit asks for it and says itself why it does not get it. */
    @Test
    void tagOfUnknownContentHasNoDigest() {
        ImageReference image = ImageReference.parse("a.test/b:1");
        List<Rule> rules = rules("a.test/b:1", Map.of(image, Optional.empty()), "a.test/b");
        assertThat(allowed(rules, "a.test/b:1")).isTrue();
        assertThat(allowed(rules, "a.test/b:1@" + ONE)).isFalse();
    }

    @Test
    void imageIsPulledFromItsLocationOnly() {
        List<Rule> rules = rules("a.test/b:1", Map.of(), "mirror.test/a/b");
        assertThat(converted(rules, "a.test/b:1")).isEqualTo("mirror.test/a/b:1");
        assertThat(allowed(rules, "mirror.test/a/b:1@" + ONE)).isTrue();
        assertThat(allowed(rules, "a.test/b:1@" + ONE)).isFalse();
    }

    private record Rule(String action, Pattern name, Optional<String> converted) {}

    private static final String SCHEME = "docker-image://";

    private static List<Rule> rules(String image, Map<ImageReference, Optional<Digest>> contents, String location) {
        JsonNode policy = JsonMapper.builder()
                .build()
                .valueToTree(SourcePolicy.of(Set.of(ImageReference.parse(image)), contents, _ -> location));
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : policy.path("rules")) {
            String name = rule.at("/selector/identifier").asString();
            boolean isWildcard = rule.at("/selector/match_type").asString().equals("WILDCARD");
            rules.add(new Rule(
                    rule.path("action").asString(),
                    Pattern.compile(isWildcard ? name.replace("*", ".*") : name),
                    rule.at("/updates/identifier").asStringOpt()));
        }
        return rules;
    }

    /** As BuildKit decides: the last rule that matches counts. */
    private static boolean allowed(List<Rule> rules, String name) {
        return rules.stream()
                .filter(rule -> rule.name().matcher(SCHEME + name).matches())
                .map(Rule::action)
                .filter(action -> !action.equals("CONVERT"))
                .reduce((_, last) -> last)
                .filter("ALLOW"::equals)
                .isPresent();
    }

    private static String converted(List<Rule> rules, String name) {
        return rules.stream()
                .filter(rule -> rule.name().matcher(SCHEME + name).matches())
                .flatMap(rule -> rule.converted().stream())
                .findFirst()
                .orElseThrow()
                .substring(SCHEME.length());
    }
}
