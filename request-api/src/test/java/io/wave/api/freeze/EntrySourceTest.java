package io.wave.api.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntrySourceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "none",
            value = {
                "FROM foo                                        | foo",
                "FROM --platform=linux/amd64 foo:1 AS x;RUN a    | foo:1",
                "FROM foo AS one;FROM bar                        | bar",
                "FROM foo AS one;FROM bar AS two;FROM one        | foo",
                "ARG BASE=foo:1;FROM ${BASE}                     | foo:1",
                "ARG V=2;FROM foo:$V                             | foo:2",
                "FROM $UNKNOWN                                   | none",
                "FROM scratch                                    | none",
                "from foo                                        | none",
                "FROM foo;RUN a \\;  FROM b                      | foo",
                "FROM foo;RUN <<EOF;FROM b;EOF;RUN c             | foo",
                "FROM foo;# ENTRYPOINT a                         | foo",
            })
    void anImageIsInherited(String file, @Nullable String image) {
        EntrySource expected = image == null ? new EntrySource.None() : new EntrySource.Inherited(image);
        assertThat(new DockerDialect().entrySource(lines(file))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "FROM foo;ENTRYPOINT [\"a\", \"b c\"]            | a,b c",
                "FROM foo;ENTRYPOINT a 'b c' \"d\"               | a,b c,d",
                "FROM foo;ENTRYPOINT [\"a\", \\;\"b\"]           | a,b",
                "FROM foo;ENTRYPOINT a;ENTRYPOINT b;RUN c        | b",
                "FROM foo AS x;ENTRYPOINT a;FROM x               | a",
            })
    void anEntrypointOfItsOwnWins(String file, String words) {
        assertThat(new DockerDialect().entrySource(lines(file)))
                .isEqualTo(new EntrySource.Own(List.of(words.split(","))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "BootStrap: docker;From: foo:1;%post      | foo:1",
                "bootstrap: DOCKER;from: foo              | foo",
                "From: foo                                | foo",
                "Bootstrap: library;From: foo             | none",
            })
    void aDefinitionFileNamesItsImage(String file, @Nullable String image) {
        EntrySource expected = image == null ? new EntrySource.None() : new EntrySource.Inherited(image);
        assertThat(new SingularityDialect().entrySource(lines(file))).isEqualTo(expected);
    }

    private static String lines(String text) {
        return text.replace(';', '\n') + "\n";
    }
}
