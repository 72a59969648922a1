package io.wave.containerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionFileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BootStrap: docker~From: a:1~%post~From: b => 1 docker a:1",
                "\ufeffBOOTSTRAP :docker\r~  from:  a # c\r~ => 1 docker a",
                "From: a => 1  a",
                "# c~~Bootstrap: localimage~From: /etc/passwd => 3 localimage /etc/passwd",
                "Bootstrap: docker~From: a~%post~ x~bootstrap: docker-archive~From: /x => 1 docker a;5 docker-archive /x",
                "Bootstrap: {{ B }}~From: {{V}}:{{ W }}~%arguments~ B=oci~ V=\"a\"~ W=b => 1 oci a:b",
                "Bootstrap: docker~From: a:{{ V }} => 1 docker ?a:{{ V }}",
                "Bootstrap: docker~From: a:{{ V => 1 docker ?a:{{ V",
            })
    void headers(String row) {
        String[] cells = row.split(" => ");
        List<String> headers = DefinitionFile.parse(cells[0].replace('~', '\n')).headers().stream()
                .map(header -> "%d %s %s"
                        .formatted(
                                header.line(),
                                Described.text(header.bootstrap()),
                                header.value("from").map(Described::text).orElse("-")))
                .toList();
        assertThat(headers).containsExactly(cells[1].split(";"));
    }
}
