FROM rocker/r-ver:4.4.1
USER root
ENV R_LIBS_USER=/usr/local/lib/R/site-library
RUN export R_LIBS_USER=/usr/local/lib/R/site-library \
    && mkdir -p /usr/local/lib/R/site-library \
    && export DEBIAN_FRONTEND=noninteractive \
    && apt-get update \
    && apt-get install -y --no-install-recommends 'littler' 'r-cran-docopt' \
    && Rscript \
        -e 'options(repos = c(CRAN = "https://cloud.r-project.org/"))' \
        -e 'if (!requireNamespace("BiocManager", quietly = TRUE)) install.packages("BiocManager")' \
        -e 'install.packages(c("dplyr", "ggplot2", "data.table"))' \
        -e 'BiocManager::install(c("DESeq2"), ask = FALSE, update = FALSE)' \
        -e 'withCallingHandlers(install.packages("https://example.com/mine_1.0.tar.gz", repos = NULL, type = "source"), warning = stop)' \
        -e 'absent <- setdiff(c("dplyr", "ggplot2", "data.table", "DESeq2"), rownames(installed.packages()))' \
        -e 'if (length(absent) > 0) stop("not installed: ", toString(absent))' \
    && rm -rf /tmp/downloaded_packages /tmp/*.rds /var/lib/apt/lists/*
RUN touch /tested
