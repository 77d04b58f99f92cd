// SPDX-License-Identifier: Apache-2.0
// Ends what a lab that crashed has left running: by pid and start time, nothing else.
#pragma once

#include "base/result.h"
#include "lab/supervisor/lab_files.h"

namespace causeway::lab {

// Kills those that DIR/lab.json names and that still run, and waits until they are gone. Only when
// the lab's supervisor is gone.
[[nodiscard]] Status endSurvivors(const LabFiles& files);

} // namespace causeway::lab
