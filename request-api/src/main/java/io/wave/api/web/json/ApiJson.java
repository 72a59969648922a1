package io.wave.api.web.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.mirror.MirrorProgress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** The JSON rules of the API, on which existing clients depend. */
public final class ApiJson {

    /** Limits for any JSON body, checked while it is parsed. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(100)
            .maxTokenCount(100_000)
            .maxNameLength(1000)
            .build();

    private ApiJson() {}

    /** A mapper with the JSON rules of the API. */
    public static JsonMapper mapper() {
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(BOUNDS).build())
                .changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
                .enable(
                        DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addMixIn(ContainerConfig.class, ConfigMixIn.class)
                .addMixIn(MirrorProgress.class, ProgressMixIn.class)
                .addModule(new SimpleModule("wave-api")
                        .addDeserializer(String.class, new PlainTextDeserializer())
                        .addSerializer(Duration.class, new DurationSerializer()))
                .build();
    }

    /** A mapper for {@link StrictBody}. */
    public static JsonMapper strictMapper() {
        return mapper().rebuild()
                .disable(
                        DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    @SuppressWarnings("UnusedMethod") // used by Jackson
    private interface ConfigMixIn {

        @JsonDeserialize(using = LayersDeserializer.class)
        @Nullable
        List<Layer> layers();
    }

    @SuppressWarnings("UnusedMethod") // used by Jackson
    private interface ProgressMixIn {

        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long bytesPerSecond();
    }
}
