package io.wave.api.persistence;

import java.lang.reflect.Type;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.type.format.AbstractJsonFormatMapper;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Stores records in JSON columns of entities, in the format of {@link StoredJson}. */
@Configuration(proxyBeanMethods = false)
class StoredDocuments {

    @Bean
    HibernatePropertiesCustomizer storedJson() {
        return settings -> settings.put(MappingSettings.JSON_FORMAT_MAPPER, new Format());
    }

    private static final class Format extends AbstractJsonFormatMapper {

        @Override
        @SuppressWarnings({"TypeParameterUnusedInFormals", "unchecked"}) // as in the superclass
        protected <T> T fromString(CharSequence text, Type type) {
            return (T) StoredJson.read(text.toString(), type);
        }

        @Override
        protected <T> String toString(T value, Type type) {
            return StoredJson.write(value);
        }
    }
}
