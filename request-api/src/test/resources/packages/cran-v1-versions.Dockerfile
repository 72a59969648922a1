FROM rocker/r-ver:4.4.1
USER root
ENV R_LIBS_USER=/usr/local/lib/R/site-library
RUN export R_LIBS_USER=/usr/local/lib/R/site-library \
    && mkdir -p /usr/local/lib/R/site-library \
    && Rscript \
        -e 'options(repos = c(CRAN = "https://cloud.r-project.org/"))' \
        -e 'install.packages(c("ggplot2"))' \
        -e 'if (!requireNamespace("remotes", quietly = TRUE)) install.packages("remotes")' \
        -e 'remotes::install_version("dplyr", version = "1.1.0", upgrade = "never")' \
        -e 'remotes::install_version("data.table", version = "1.15.4", upgrade = "never")' \
        -e 'remotes::install_version("MASS", version = "7.3-60", upgrade = "never")' \
        -e 'pins <- c("dplyr" = "1.1.0", "data.table" = "1.15.4", "MASS" = "7.3-60")' \
        -e 'other <- Filter(function(name) packageVersion(name) != pins[[name]], names(pins))' \
        -e 'if (length(other) > 0) stop("not installed in the version asked for: ", toString(other))' \
        -e 'absent <- setdiff(c("ggplot2"), rownames(installed.packages()))' \
        -e 'if (length(absent) > 0) stop("not installed: ", toString(absent))' \
    && rm -rf /tmp/downloaded_packages /tmp/*.rds /var/lib/apt/lists/*
