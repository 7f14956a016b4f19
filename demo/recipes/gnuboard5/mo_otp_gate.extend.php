<?php
/**
 * UNTRIED: written with care, run by no test. A gnuboard5 plug-in: copy this file to extend/, mo-otp-gate.php to lib/
 * and gate.php to the root. What it must send: ../wire.md.
 *
 * data/mo-otp-gate.php, which gnuboard keeps out of reach of browsers, returns
 *     array('verifier' => 'https://otp.example/v1', 'secret' => '…', 'origin' => 'https://lms.example',
 *           'charset' => 'UTF-8')
 * A gated page calls mo_otp_g5_require($checkpoint) after common.php.
 */
if (!defined('_GNUBOARD_')) exit;

include_once G5_LIB_PATH . '/mo-otp-gate.php';
mo_otp_settings(include G5_DATA_PATH . '/mo-otp-gate.php');

/** The logged-in member as a learner. mb_no never changes; mb_hp is the mobile number. */
function mo_otp_g5_learner() {
    global $is_member, $member;
    if (!$is_member) return null;
    return array('ref' => (string) $member['mb_no'], 'name' => $member['mb_name'], 'phone' => $member['mb_hp']);
}

/** Ends the page with the gate, or with one sentence, unless the member may enter. */
function mo_otp_g5_require(array $checkpoint) {
    $learner = mo_otp_g5_learner();
    if ($learner === null) alert('로그인해 주세요.', G5_BBS_URL . '/login.php?url=' . urlencode($_SERVER['REQUEST_URI']));
    try {
        if (mo_otp_may_enter($learner, $checkpoint)) return;
    } catch (MoOtpUnavailable $failure) {
        http_response_code(503);
        alert('지금은 본인확인을 할 수 없습니다. 잠시 뒤에 다시 시도해 주세요.');
    }
    http_response_code(403);
    $place = array_intersect_key($checkpoint, array('kind' => 1, 'number' => 1));
    $gate = htmlspecialchars(G5_URL . '/gate.php?' . http_build_query($place), ENT_QUOTES);
    $page = htmlspecialchars($_SERVER['REQUEST_URI'], ENT_QUOTES);
    include_once G5_PATH . '/head.php';
    echo '<h1>본인확인이 필요합니다</h1>';
    echo '<p><a href="' . $page . '" data-mo-otp-gate="' . $gate . '">본인확인하고 들어가기</a></p>';
    include_once G5_PATH . '/tail.php';
    exit;
}
