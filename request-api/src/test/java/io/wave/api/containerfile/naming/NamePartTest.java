package io.wave.api.containerfile.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePartTest {

    @ParameterizedTest
    @CsvSource({
        "12345_67890_12345, 12345_67890",
        "123456789012345_1, 123456789012",
        "a+b@c, abc",
        "__a-., a",
        "'!?', ''",
    })
    void tagsAreTruncated(String text, String tag) {
        assertThat(NamePart.tag(text, 12)).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({
        "Foo/Bar, foo/bar",
        "a//b, a/b",
        "a/../b, a/b",
        "a__b, a__b",
        "a---b, a---b",
        "a-_b, a_b",
        "a..b, a_b",
        "'/', ''"
    })
    void repositoryPartsAreValid(String text, String name) {
        assertThat(NamePart.name(text)).isEqualTo(name);
    }
}
