package io.wave.api.web;

import io.wave.api.web.body.BodyMemory;
import io.wave.api.web.body.BodyProperties;
import io.wave.api.web.body.HeaderDeadlineProtocol;
import io.wave.api.web.json.ApiJson;
import io.wave.api.web.json.StrictBody;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Configures Tomcat and how bodies are read and written. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BodyProperties.class, ServerAddress.class})
class HttpConfiguration implements WebMvcConfigurer {

    /** The proxy limits requests to 128 header lines and adds some. */
    private static final int MAX_HEADER_LINES = 160;

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        JacksonJsonHttpMessageConverter json = new JacksonJsonHttpMessageConverter(ApiJson.mapper());
        JsonMapper strict = ApiJson.strictMapper();
        json.registerMappersForType(
                StrictBody.class, mappers -> json.getSupportedMediaTypes().forEach(type -> mappers.put(type, strict)));
        converters.withJsonConverter(json);
    }

    /**
     * The content type of a response depends only on the path, since clients send no {@code Accept} or an unusual one.
     */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON, MediaType.ALL);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> jsonErrors() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(JsonErrorValve.class.getName());
            }
        });
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> headDeadline() {
        return tomcat -> tomcat.setProtocol(HeaderDeadlineProtocol.class.getName());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> headerLines() {
        return tomcat -> tomcat.addConnectorCustomizers(
                connector -> connector.setProperty("maxHeaderCount", Integer.toString(MAX_HEADER_LINES)));
    }

    @Bean
    BodyMemory bodyBudget(BodyProperties bodies) {
        return BodyMemory.ofHeap(
                Runtime.getRuntime().maxMemory(), bodies.maxSize().toBytes());
    }
}
