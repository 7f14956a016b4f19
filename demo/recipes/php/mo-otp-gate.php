<?php
/**
 * The site's half of mo-otp-gate for PHP 5.6 and later: functions only, nothing happens when this file is included.
 *
 * Call mo_otp_settings() once, session_start() before the others, then on a gated page
 *     if (!mo_otp_may_enter($learner, $checkpoint)) { ... 403 and the gated link ... }
 * and in the endpoint of data-mo-otp-gate
 *     mo_otp_endpoint($learner, $checkpoint);
 *
 * $learner is array('ref', 'name', 'phone') of the login, $checkpoint array('kind', 'course', 'class', 'number') of the
 * URL: never what a browser sent. What fails goes to the site's log with its cause, without anything of a learner.
 */

/** The verifier failed, or its reply is none. Answer 503, admit no one; the cause is in the log already. */
class MoOtpUnavailable extends Exception {}

/**
 * Sets and returns the settings: verifier (with its version, https://otp.example/v1), secret, origin of this site,
 * charset of the site's texts (EUC-KR and CP949 are converted), timeout in seconds, ca (a CA bundle, where PHP has
 * none), observe (lets everyone in, and the log says whom it would have refused). Without a setting the environment's
 * VERIFIER_URL, SITE_SECRET and SITE_ORIGIN are used.
 */
function mo_otp_settings(array $set = array()) {
    static $settings = null;
    if ($settings === null) {
        $settings = array(
            'verifier' => getenv('VERIFIER_URL'), 'secret' => getenv('SITE_SECRET'), 'origin' => getenv('SITE_ORIGIN'),
            'charset' => 'UTF-8', 'timeout' => 5, 'ca' => null, 'observe' => false,
        );
    }
    $settings = array_merge($settings, $set);
    return $settings;
}

/**
 * First line of every gated page. On false, answer 403 with a page that has the gated link. Throws MoOtpUnavailable.
 */
function mo_otp_may_enter(array $learner, array $checkpoint) {
    if (mo_otp_granted($checkpoint)) return true;
    $settings = mo_otp_settings();
    $outcome = 'refused';
    try {
        $reply = mo_otp_post('/sessions', array('learner' => $learner, 'checkpoint' => $checkpoint, 'dry' => true));
        if ($reply['required'] === false) return true;
    } catch (MoOtpUnavailable $failure) {
        if (!$settings['observe']) throw $failure;
        $outcome = 'unavailable';
    }
    if (!$settings['observe']) return false;
    // one line an entry: the grant covers reloads, as a verified one does
    mo_otp_add_grant($checkpoint, mo_otp_default_grant(), $outcome);
    return true;
}

/** GET of the endpoint: array('required' => false), or true with the session and the preview that the page may have. */
function mo_otp_open_gate(array $learner, array $checkpoint) {
    if (mo_otp_granted($checkpoint)) return array('required' => false);
    $settings = mo_otp_settings();
    $body = array('learner' => $learner, 'checkpoint' => $checkpoint, 'origin' => $settings['origin']);
    try {
        $reply = mo_otp_post('/sessions', $body);
    } catch (MoOtpUnavailable $failure) {
        if (!$settings['observe']) throw $failure;
        return array('required' => false);
    }
    if ($reply['required'] === false) return array('required' => false);
    $answer = array_intersect_key($reply, array('required' => 1, 'session' => 1, 'preview' => 1));
    return $settings['observe'] ? $answer + array('observe' => true) : $answer;
}

/** POST of the endpoint: whether the token admits this learner to this checkpoint. It works once. */
function mo_otp_redeem($token, array $learner, array $checkpoint) {
    $result = mo_otp_post('/siteverify', array('token' => $token));
    if ($result['success'] !== true) return mo_otp_refused($result['error']);
    if ($result['learner']['ref'] !== mo_otp_utf8($learner['ref'], 'ref')) return mo_otp_refused('another learner');
    if (!mo_otp_same($result['checkpoint'], mo_otp_texts($checkpoint, 'checkpoint'), true)) {
        return mo_otp_refused('another checkpoint');
    }
    mo_otp_add_grant($checkpoint, isset($result['grant']) ? $result['grant'] : mo_otp_default_grant(), 'verified');
    return true;
}

/** When the learner submits an exam or an assignment: the next entry is verified again. */
function mo_otp_end_entry(array $checkpoint) {
    $left = array();
    foreach (mo_otp_grants() as $grant) {
        if ($grant['scope'] !== 'entry' || !mo_otp_same($grant, $checkpoint, true)) $left[] = $grant;
    }
    $_SESSION['mo_otp_grants'] = $left;
}

/** The whole endpoint of data-mo-otp-gate: answers the loader's GET and POST. */
function mo_otp_endpoint(array $learner, array $checkpoint) {
    header('Cache-Control: no-store');
    try {
        if ($_SERVER['REQUEST_METHOD'] === 'GET') {
            header('Content-Type: application/json');
            echo json_encode(mo_otp_open_gate($learner, $checkpoint));
            return;
        }
        // JSON only: what a form of another site cannot send
        $type = isset($_SERVER['CONTENT_TYPE']) ? $_SERVER['CONTENT_TYPE'] : '';
        if (strpos($type, 'application/json') !== 0) return http_response_code(415);
        $body = json_decode(file_get_contents('php://input'), true);
        $token = isset($body['token']) && is_string($body['token']) ? $body['token'] : '';
        http_response_code($token !== '' && mo_otp_redeem($token, $learner, $checkpoint) ? 204 : 403);
    } catch (MoOtpUnavailable $failure) {
        http_response_code(503);
    }
}

function mo_otp_grants() {
    if (!isset($_SESSION)) {
        mo_otp_fail('session: session_start() was not called before, so no grant can be kept');
    }
    return isset($_SESSION['mo_otp_grants']) ? $_SESSION['mo_otp_grants'] : array();
}

/** For verifiers that answer no grant, and for entries that are only observed. */
function mo_otp_default_grant() {
    return array('scope' => 'entry', 'expiresIn' => 14400);
}

function mo_otp_add_grant(array $checkpoint, array $grant, $outcome) {
    $kept = array('scope' => $grant['scope'], 'endsAt' => time() + $grant['expiresIn']);
    $_SESSION['mo_otp_grants'][] = $kept + array('observed' => $outcome !== 'verified') + $checkpoint;
    $settings = mo_otp_settings();
    if ($settings['observe']) error_log("mo-otp-gate: observed=$outcome kind={$checkpoint['kind']}");
}

function mo_otp_granted(array $checkpoint) {
    $settings = mo_otp_settings();
    foreach (mo_otp_grants() as $grant) {
        // what was only observed admits no longer once the site decides
        $open = $grant['endsAt'] > time() && ($settings['observe'] || empty($grant['observed']));
        if ($open && mo_otp_same($grant, $checkpoint, $grant['scope'] !== 'day')) return true;
    }
    return false;
}

function mo_otp_same(array $one, array $other, $number) {
    foreach ($number ? array('kind', 'course', 'class', 'number') : array('kind', 'course', 'class') as $name) {
        $ours = isset($one[$name]) ? $one[$name] : null;
        $theirs = isset($other[$name]) ? $other[$name] : null;
        if ($ours !== $theirs) return false;
    }
    return true;
}

function mo_otp_refused($why) {
    error_log("mo-otp-gate: a token was refused: $why");
    return false;
}

/** A text of the site as UTF-8. Throws MoOtpUnavailable where it is in another charset than the settings say. */
function mo_otp_utf8($text, $name) {
    $settings = mo_otp_settings();
    $from = strtoupper($settings['charset']);
    if ($from === 'EUC-KR') $from = 'CP949'; // what Korean sites call EUC-KR
    if ($from !== 'UTF-8' && preg_match('/[\x{AC00}-\x{D7A3}]/u', $text)) {
        // converted, it would be another name that no app is registered for
        mo_otp_fail("encoding: $name is in UTF-8; the charset setting is {$settings['charset']}");
    }
    if ($from === 'UTF-8') {
        $converted = $text;
    } elseif (function_exists('iconv')) {
        $converted = @iconv($from, 'UTF-8', $text);
    } elseif (function_exists('mb_convert_encoding')) {
        $valid = mb_check_encoding($text, $from);
        $converted = $valid ? mb_convert_encoding($text, 'UTF-8', $from) : false;
    } else {
        mo_otp_fail("encoding: PHP has neither iconv nor mbstring to convert $name from $from");
    }
    if ($converted === false || !preg_match('//u', $converted)) {
        mo_otp_fail("encoding: $name is not valid $from; the charset setting is {$settings['charset']}");
    }
    return $converted;
}

function mo_otp_texts(array $values, $name) {
    foreach ($values as $key => $value) {
        if (is_array($value)) $values[$key] = mo_otp_texts($value, "$name.$key");
        elseif (is_string($value)) $values[$key] = mo_otp_utf8($value, "$name.$key");
    }
    return $values;
}

/** Posts to the verifier and returns the reply of a 200. Throws MoOtpUnavailable for everything else. */
function mo_otp_post($path, array $body) {
    $settings = mo_otp_settings();
    $settings['verifier'] = rtrim($settings['verifier'], '/');
    if (!preg_match('#^https?://[^/]#', $settings['verifier'])) {
        mo_otp_fail('VERIFIER_URL is no address such as https://otp.example/v1');
    }
    if (!$settings['secret']) mo_otp_fail('SITE_SECRET is not set');
    $json = json_encode(mo_otp_texts($body, 'body'));
    if ($json === false) mo_otp_fail('encoding: ' . json_last_error_msg());
    $headers = array('Content-Type: application/json', 'Authorization: Bearer ' . trim($settings['secret']));
    list($status, $reply, $header) = function_exists('curl_init')
        ? mo_otp_curl($settings, $path, $headers, $json)
        : mo_otp_stream($settings, $path, $headers, $json);
    // the verifier's id of the request, which its own log has too
    $request = preg_match('/^x-request-id:\s*(\S+)/im', $header, $found) ? " (request $found[1])" : '';
    $value = json_decode($reply, true);
    if ($status !== 200) {
        $code = isset($value['code']) ? $value['code'] : 'no problem code';
        $detail = isset($value['detail']) ? $value['detail'] : (isset($value['title']) ? $value['title'] : '');
        $hints = array(
            401 => ' (is SITE_SECRET the secret of this site?)',
            403 => ' (is SITE_ORIGIN an origin that is registered for this site?)',
            404 => ' (does VERIFIER_URL end with its version, /v1?)',
        );
        $hint = isset($hints[$status]) ? $hints[$status] : '';
        mo_otp_fail("$path replied $status $code: $detail$hint$request");
    }
    if (!is_array($value)) mo_otp_fail("$path replied 200 with something else than JSON$request");
    $known = $path === '/sessions' ? 'required' : 'success';
    if (!isset($value[$known]) || !is_bool($value[$known])) mo_otp_fail("$path replied 200 without $known$request");
    return $value;
}

function mo_otp_curl(array $settings, $path, array $headers, $json) {
    $curl = curl_init($settings['verifier'] . $path);
    curl_setopt_array($curl, array(
        CURLOPT_POST => true, CURLOPT_POSTFIELDS => $json,
        CURLOPT_HTTPHEADER => array_merge($headers, array('Expect:')),
        CURLOPT_RETURNTRANSFER => true, CURLOPT_HEADER => true, CURLOPT_FOLLOWLOCATION => false,
        CURLOPT_TIMEOUT => $settings['timeout'], CURLOPT_CONNECTTIMEOUT => $settings['timeout'],
        // never switch these off: without them anybody on the line can play the verifier
        CURLOPT_SSL_VERIFYPEER => true, CURLOPT_SSL_VERIFYHOST => 2,
        CURLOPT_SSLVERSION => CURL_SSLVERSION_TLSv1_2, // or newer
    ));
    if ($settings['ca'] !== null) curl_setopt($curl, CURLOPT_CAINFO, $settings['ca']);
    $reply = curl_exec($curl);
    $errno = curl_errno($curl);
    $error = curl_error($curl);
    $status = curl_getinfo($curl, CURLINFO_HTTP_CODE);
    $length = curl_getinfo($curl, CURLINFO_HEADER_SIZE);
    if (PHP_VERSION_ID < 80000) curl_close($curl); // newer versions close by themselves
    $causes = array(
        3 => 'VERIFIER_URL is no address', 6 => 'DNS: the name of the verifier is unknown',
        7 => 'refused connection: nothing listens there, or a firewall is between',
        28 => "time-out after {$settings['timeout']} s", 35 => 'TLS: no common version; is OpenSSL older than 1.0.1?',
        60 => 'TLS: the certificate is not trusted; is the CA bundle missing (setting ca, php.ini curl.cainfo)?',
        51 => 'TLS: the certificate is not trusted: it is for another name',
        77 => 'TLS: the CA bundle cannot be read (setting ca, php.ini curl.cainfo)',
    );
    $cause = isset($causes[$errno]) ? $causes[$errno] : 'failed';
    if ($errno !== 0) mo_otp_fail("$path: $cause (curl $errno: $error)");
    return array($status, substr($reply, $length), substr($reply, 0, $length));
}

/** Where PHP has no curl. */
function mo_otp_stream(array $settings, $path, array $headers, $json) {
    if (!ini_get('allow_url_fopen')) {
        mo_otp_fail('PHP has no curl, and php.ini forbids allow_url_fopen: enable one of them');
    }
    $method = STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT;
    if (defined('STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT')) $method |= constant('STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT');
    $tls = array('verify_peer' => true, 'verify_peer_name' => true, 'crypto_method' => $method);
    if ($settings['ca'] !== null) $tls['cafile'] = $settings['ca'];
    $context = stream_context_create(array('ssl' => $tls, 'http' => array(
        'method' => 'POST', 'header' => implode("\r\n", array_merge($headers, array('Connection: close'))),
        'content' => $json, 'timeout' => $settings['timeout'],
        'follow_location' => 0, 'ignore_errors' => true, 'protocol_version' => 1.1,
    )));
    // several warnings may lead to one failure: the first names the cause
    $warnings = array();
    set_error_handler(function ($level, $message) use (&$warnings) {
        $warnings[] = $message;
        return true;
    });
    $reply = file_get_contents($settings['verifier'] . $path, false, $context);
    restore_error_handler();
    $all = implode('; ', $warnings);
    if ($reply === false) {
        // what a warning says, and its cause; the first that is found
        $causes = array(
            'getaddrinfo' => 'DNS: the name of the verifier is unknown',
            'cafile' => 'TLS: the CA bundle cannot be read (setting ca, php.ini openssl.cafile)',
            'certificate verify failed' =>
                'TLS: the certificate is not trusted; is the CA bundle missing (setting ca, php.ini openssl.cafile)?',
            'ssl' => 'TLS: no common version; is OpenSSL older than 1.0.1?',
            'crypto' => 'TLS: no common version; is OpenSSL older than 1.0.1?',
            'refused' => 'refused connection: nothing listens there, or a firewall is between',
            'timed out' => "time-out after {$settings['timeout']} s",
            'HTTP request failed' => "time-out after {$settings['timeout']} s",
            '' => 'failed',
        );
        foreach ($causes as $words => $cause) if ($words === '' || stripos($all, $words) !== false) break;
        mo_otp_fail("$path: $cause ($all)");
    }
    $status = preg_match('#^HTTP/\S+ (\d+)#', $http_response_header[0], $found) ? (int) $found[1] : 0;
    return array($status, $reply, implode("\n", $http_response_header));
}

/** The cause into the site's log. It names no learner, no token and no secret. */
function mo_otp_fail($cause) {
    $cause = preg_replace('/\s+/', ' ', $cause);
    error_log("mo-otp-gate: $cause");
    throw new MoOtpUnavailable($cause);
}
