// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/source.h"

namespace causeway::app::sdk {

namespace {

tl::unexpected<Error> unable(const char* what) {
    return fail(ErrorKind::InvalidInput, std::string("this connector cannot ") + what);
}

} // namespace

void Source::queryRange(RequestId id, const RangeQuery&) {
    Q_EMIT rangeAnswered(id, {unable("answer questions about the past")});
}

void Source::listObjects(RequestId id, const ObjectQuery&) {
    Q_EMIT objectsAnswered(id, {unable("list objects")});
}

void Source::apply(RequestId id, const Action&) {
    Q_EMIT actionFinished(id, {unable("change a cluster")});
}

void Source::answerPrompt(RequestId, const PromptAnswer&) {}

} // namespace causeway::app::sdk
