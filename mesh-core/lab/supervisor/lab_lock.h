// SPDX-License-Identifier: Apache-2.0
// Who holds a lab's directory: at most one supervisor. The lock goes with its process, however that
// ends, and never to its children.
#pragma once

#include "base/result.h"
#include "net/socket.h"

#include <sys/types.h>

#include <optional>
#include <string>

namespace causeway::lab {

class LabLock {
public:
    // An error of kind AlreadyExists names the pid that holds it.
    [[nodiscard]] static Result<LabLock> take(const std::string& path);
    // The process that holds it; nothing when none does, or there is no such file.
    [[nodiscard]] static std::optional<pid_t> holder(const std::string& path);

private:
    explicit LabLock(net::Descriptor file) : m_file(std::move(file)) {}
    net::Descriptor m_file;
};

} // namespace causeway::lab
