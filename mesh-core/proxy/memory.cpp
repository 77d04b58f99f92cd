// SPDX-License-Identifier: Apache-2.0
#include "proxy/memory.h"

#include <fstream>
#include <string>

namespace causeway::proxy {

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
