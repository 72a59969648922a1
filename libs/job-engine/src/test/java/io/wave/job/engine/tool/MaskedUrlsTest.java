package io.wave.job.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedUrlsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[2/2] ADD https://user:s3cretpw@host.test/x.tgz?token=TOPSECRET /x"
                        + " | [2/2] ADD https://***@host.test/x.tgz?token=*** /x",
                "https://TOPSECRET@host.test | https://***@host.test",
                "https://user:p@ss@host.test:8443/a@b | https://***@host.test:8443/a@b",
                "https://host.test/x?TOPSECRET | https://host.test/x?***",
                "https://host.test?a=1&b=2;c=3=4#part | https://host.test?a=***&b=***;c=***#part",
                "https://host.test/x?a=&b | https://host.test/x?a=***&***",
                "https://host.test/x? | https://host.test/x?",
                "https://proxy.test/https://u:p@host.test/x?a=1 | https://proxy.test/https://***@host.test/x?a=***",
                "https://proxy.test/?of=https://u:p@host.test/x | https://proxy.test/?of=***",
                "Get \"https://host.test/x?a=1\": EOF | Get \"https://host.test/x?a=***\": EOF",
                "git://u:p@one.test/a.git#main and ssh://git@two.test/b"
                        + " | git://***@one.test/a.git#main and ssh://***@two.test/b",
                ":// | ://",
                "mail user@host.test, what? a=b | mail user@host.test, what? a=b"
            })
    void secretsOfUrlsAreMasked(String text, String masked) {
        assertThat(MaskedUrls.in(text)).isEqualTo(masked);
        assertThat(MaskedUrls.in(masked)).isEqualTo(masked);
    }

    @Test
    void textWithoutUrlIsTheSame() {
        String text = "RUN make";
        assertThat(MaskedUrls.in(text)).isSameAs(text);
    }

    @Test
    void manyUrlsInOneLine() {
        assertThat(MaskedUrls.in("https://u:p@h/?a=1 ".repeat(50_000)))
                .isEqualTo("https://***@h/?a=*** ".repeat(50_000));
        assertThat(MaskedUrls.in("://".repeat(300_000))).isEqualTo("://".repeat(300_000));
    }
}
