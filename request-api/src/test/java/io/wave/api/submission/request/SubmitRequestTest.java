package io.wave.api.submission.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.web.json.ApiJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SubmitRequestTest {

    private final JsonMapper json = ApiJson.mapper();

    @Test
    void unknownMembersAreSkipped() {
        SubmitRequest request =
                read("{'image':'a','unknown':{'b':[1,{}]},'none':null,'containerImage':'x','last':[[]]}");
        assertThat(request.containerImage()).isEqualTo("x");
        assertThat(request.unknownNames(9)).containsExactly("image", "last", "none", "unknown");
        assertThat(request.unknownNames(2)).containsExactly("image", "last");
        assertThat(read("{'containerImage':'x'}").unknownNames(2)).isEmpty();
    }

    @Test
    void namesThatCannotBeShownAreLeftOut() {
        assertThat(read("{'<b>':1,'a b':1,'\\n':1,'%s':1,'tag':1}".formatted("x".repeat(41)))
                        .unknownNames(2))
                .containsExactly("tag");
    }

    @ParameterizedTest
    @CsvSource({
        "sif,true,true",
        "SIF,true,true",
        "docker,true,false",
        "Docker,true,false",
        "ova,false,false",
        "'',true,false"
    })
    void formatMayBeInUpperCase(String format, boolean known, boolean singularity) {
        SubmitRequest request = read("{'format':'%s'}".formatted(format));
        assertThat(request.hasKnownFormat()).isEqualTo(known);
        assertThat(request.wantsSingularity()).isEqualTo(singularity);
    }

    private SubmitRequest read(String text) {
        return json.readValue(text.replace('\'', '"'), SubmitRequest.class);
    }
}
