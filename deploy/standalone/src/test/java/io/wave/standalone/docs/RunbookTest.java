package io.wave.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each alert rule has a section in docs/operations.md, to which it links, and the other way round. */
class RunbookTest {

    @Test
    void everyRuleHasASection() throws IOException {
        String rules = Files.readString(Checkout.root().resolve("deploy/dashboards/alerts.yaml"));
        List<String> alerts = find("- alert: (Wave\\w+)", rules);
        String operations = Files.readString(Checkout.root().resolve("docs/operations.md"));
        assertThat(alerts).isNotEmpty().isEqualTo(find("runbook: docs/operations.md#(\\w+)", rules, alerts));
        assertThat(find("### (Wave\\w+)", operations)).containsExactlyInAnyOrderElementsOf(alerts);
    }

    private static List<String> find(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The names of which the found texts are the anchors. */
    private static List<String> find(String pattern, String text, List<String> names) {
        return find(pattern, text).stream()
                .map(anchor -> names.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).equals(anchor))
                        .findFirst()
                        .orElse(anchor))
                .toList();
    }
}
