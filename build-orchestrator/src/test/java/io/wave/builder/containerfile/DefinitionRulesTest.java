package io.wave.builder.containerfile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.builder.context.InvalidContextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bootstrap: localimage\nFrom: /srv/image.sif",
                "BootStrap : OCI-Archive\nFrom: /srv/image.tar",
                "Bootstrap: {{ unset }}\nFrom: x",
                "Bootstrap: docker\nFrom: x\n%setup\ncat /etc/shadow",
                "Bootstrap: docker\nFrom: x\n  %PRE\ntrue",
                "Bootstrap: docker\nFrom: x\n%files\n  /etc/shadow /x",
                "Bootstrap: docker\nFrom: x\n%files\n{{wave_context_dir}}/../auth.json /x",
                "Bootstrap: docker\nFrom: x\n%files\n{{wave_context_dir}}x /x",
                "Bootstrap: docker\nFrom: x\n%appfiles app\n/etc/shadow",
                "Bootstrap: docker\nFrom: x\n%files\n{{wave_context_dir}}/x$(id) /x",
                "Bootstrap: docker\nFrom: x\n%files from build\n/x`id` /x",
                "Bootstrap: docker\nFrom: x\n%files\n{{wave_context_dir}}/.?/.?/etc/shadow /x",
                "Bootstrap: docker\nFrom: x\n%files\n{{wave_context_dir}}/{{ p }}/auth.json /x",
                "Bootstrap: docker\nFrom: x\n%arguments\ns=%setup\n{{ s }}\ncat /etc/shadow",
            })
    void rejectsFilesOfTheWorker(String definition) {
        assertThatThrownBy(() -> DefinitionRules.check(definition))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("containerFile: line ");
    }

    @Test
    void allowsTheContextAndOtherStages() {
        DefinitionRules.check("""
                Bootstrap: docker
                From: ubuntu:24.04
                Stage: build
                %files
                    # what the request adds
                    {{wave_context_dir}}/conda.yml /scratch/conda.yml
                    "{{wave_context_dir}}/two words" /x
                    {{wave_context_dir}}/layer-0a/* /
                %post
                    /etc/init true
                Bootstrap: scratch
                %files from build
                    /etc/passwd /etc/passwd
                """);
    }
}
