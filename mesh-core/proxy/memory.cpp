// SPDX-License-Identifier: Apache-2.0
#include "proxy/memory.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace causeway::proxy {

std::uint64_t residentBytes() {
    unsigned long long total = 0, resident = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%llu %llu", &total, &resident) != 2)
            resident = 0;
        std::fclose(file);
    }
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t memoryOfControlGroup() {
    // Of version 2 there is one line: "0::/system.slice/causeway-proxy.service".
    std::ifstream own("/proc/self/cgroup");
    std::string line;
    std::getline(own, line);
    const std::string path = line.starts_with("0::") ? line.substr(3) : "/";
    std::ifstream limit("/sys/fs/cgroup" + path + "/memory.max");
    std::uint64_t bytes = 0;
    return limit >> bytes ? bytes / 10 * 9 : 0; // "max" is no number
}

} // namespace causeway::proxy
