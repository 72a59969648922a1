package io.wave.api.web.openapi;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiError;
import io.wave.api.web.problem.ApiErrorResponse;
import java.time.Duration;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The OpenAPI description of the API. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration implements WebMvcConfigurer {

    private static final String ERROR = ApiError.class.getSimpleName();
    private static final String TOKEN = "token";
    private static final String ACCOUNT = "account";
    private static final String UNAVAILABLE = "The service is unavailable; Retry-After says when to try again.";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class)
                .replaceWithSchema(
                        Duration.class,
                        new NumberSchema()
                                .description("seconds, always with a fraction")
                                .example("61.500000000"))
                .replaceWithSchema(Secret.class, new StringSchema().format("password"));
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Wave API")
                        .version("1.37.0")
                        .description(
                                "Requests containers and returns their status. Errors have the form {\"message\": …};"
                                        + " members without a value are omitted.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .components(new Components()
                        .addSecuritySchemes(TOKEN, bearer())
                        .addSecuritySchemes(ACCOUNT, basic())
                        .schemas(ModelConverters.getInstance(true).read(ApiError.class)))
                // An empty requirement: authentication is optional.
                .security(List.of(
                        new SecurityRequirement(),
                        new SecurityRequirement().addList(TOKEN),
                        new SecurityRequirement().addList(ACCOUNT)))
                .servers(List.of(new Server().url("/").description("This server")));
    }

    private static SecurityScheme bearer() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("An API token of a user, configured under wave.tokens.static, or a JSON web token of the"
                        + " OpenID Connect issuer, if one is configured. Other tokens are ignored."
                        + " Container requests and inspections may contain it as towerAccessToken instead.");
    }

    private static SecurityScheme basic() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("basic")
                .description("An account of an operator, configured under wave.accounts: to revoke tokens, cancel jobs,"
                        + " list records and for the metrics; ignored elsewhere.");
    }

    /** Adds the error responses of an operation. */
    @Bean
    OperationCustomizer errorResponses() {
        return (operation, method) -> {
            AnnotatedElementUtils.findMergedRepeatableAnnotations(method.getMethod(), ApiErrorResponse.class)
                    .forEach(response -> operation
                            .getResponses()
                            .addApiResponse(
                                    Integer.toString(response.status().value()),
                                    errorResponse(response.description())));
            operation.getResponses().putIfAbsent("503", errorResponse(UNAVAILABLE));
            return operation;
        };
    }

    private static ApiResponse errorResponse(String text) {
        return new ApiResponse()
                .description(text)
                .content(new Content()
                        .addMediaType(
                                MediaType.APPLICATION_JSON_VALUE,
                                new io.swagger.v3.oas.models.media.MediaType().schema(new Schema<>().$ref(ERROR))));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/openapi/asyncapi.yaml").addResourceLocations("classpath:/web/");
    }
}
