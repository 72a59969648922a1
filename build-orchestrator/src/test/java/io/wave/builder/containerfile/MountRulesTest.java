package io.wave.builder.containerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.builder.context.InvalidContextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN --mount=type=cache,id=../..,target=/c true",
                "RUN --mount=type=cache,id=a/../../b,target=/c true",
                "RUN --mount=target=/c,id=../..,type=cache true",
                "RUN --mount=type=bind,type=cache,id=..,target=/c true",
                "RUN --mo\\\nunt=type=cache,id=../..,target=/c true",
                "RUN --mount=\"type=cache,id=../..,target=/c\" true",
                "ENV X=/a,id=../..\nRUN --mount=type=cache,target=$X true",
                "ONBUILD RUN --mount=type=cache,id=../..,target=/c true",
                "RUN --mount=type=cache,target=/c true\nRUN --mount=type=cache,id=c/x,target=/d true",
                "RUN --mount=type=cache,id=./x,target=/c true\nRUN --mount=type=cache,target=/x/y true",
                "RUN --mount=type=bind,rw,target=/c ln -s / /c/x\nRUN --mount=type=bind,source=x,target=/h true",
                "RUN --mount=type=bind,from=tools,source=/link,target=/c true",
                "RUN --mount=type=cache,from=tools,src=link,target=/c true",
                "RUN <<X\nRUN --mount=type=cache,id=../..,target=/c true\nX",
                "RUN --mount='type=cache,target=/c,id=\"q,id=../..,rw=\"' true",
                "RUN --mount='type=bind,target=/c,rw=\"x,from=docker-archive:/path.tar,rw=\"' true",
                "RUN --mount=type=cache,id=,target=/a true",
                "RUN --mount=type=cache,id=x,id=,target=/a true",
                "WORKDIR /a\nRUN --mount=type=cache,target=b true",
            })
    void rejectsPathsOutsideTheContext(String steps) {
        assertThatThrownBy(() -> MountRules.check("FROM base\n" + steps))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("containerFile: ")
                .hasMessageContaining("RUN --mount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN --mount=type=cache,target=/root/.cache true\nRUN --mount=type=cache,id=pip,target=/root/.cache/pip true",
                "RUN --mount=type=cache,id=a,target=/c true\nRUN --mount=type=cache,id=ab,target=/d true",
                "RUN --mount=type=bind,source=in/it,target=/c true",
                "RUN --mount=type=bind,rw,target=/c true",
                "RUN --mount=type=bind,from=tools,source=/,target=/c true",
                "RUN --mount=type=tmpfs,target=/c true",
                "RUN echo $HOME ..",
            })
    void allowsPathsInsideTheContext(String steps) {
        MountRules.check("FROM base\n" + steps);
    }

    @Test
    void reportsWhetherAStepHasAMount() {
        assertThat(MountRules.mountsAnything("FROM a\nRUN --mount=type=tmpfs,target=/t true"))
                .isTrue();
        assertThat(MountRules.mountsAnything("FROM a\nRUN --mo\\\nunt=type=tmpfs,target=/t true"))
                .isTrue();
        assertThat(MountRules.mountsAnything("FROM a\nRUN --$X true")).isTrue();
        assertThat(MountRules.mountsAnything("FROM a\nRUN echo --mount")).isFalse();
    }
}
