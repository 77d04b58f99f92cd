// SPDX-License-Identifier: Apache-2.0
// causewayctl: finds out what kind of terminal it has, and runs.
#include "cli/program.h"

#include <sys/ioctl.h>

#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace {

// 0 when it is no terminal or does not say.
int columnsOf(int descriptor) {
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool isSet(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

} // namespace

int main(int argc, char** argv) {
    const bool interactive = ::isatty(STDOUT_FILENO) == 1;
    causeway::cli::Terminal terminal{std::cout, std::cerr, interactive,
                                     interactive && !isSet("NO_COLOR"),
                                     interactive ? columnsOf(STDOUT_FILENO) : 0};
    return causeway::cli::run(argc, argv, terminal);
}
