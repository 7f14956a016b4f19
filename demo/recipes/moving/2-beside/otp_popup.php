<?php
require './common.php';
$no = (int) $_GET['no'];
?>
<html lang="ko">
<head>
<title>mOTP 본인인증</title>
<script>
// the browser asks the authority, and believes itself
function check() {
    var fields = {
        USER_NM: '<?= $member['name'] ?>', USER_TEL: '<?= str_replace('-', '', $member['tel']) ?>',
        OTPNO: document.otp.code.value, AGTID: 'INST0001', USRID: '<?= $member['id'] ?>', SESSIONID: '<?= session_id() ?>',
        EXIP: '<?= $_SERVER['REMOTE_ADDR'] ?>', COURSE_AGENT_PK: '<?= $member['course'] ?>',
        CLASS_AGENT_PK: '<?= $member['class'] ?>', EVAL_CD: '01', EVAL_TYPE: '진도',
        CLASS_TME: '<?= sprintf('%02d', $no) ?>', USRDT: '<?= date('Y-m-d H:i:s') ?>'
    };
    var body = '';
    for (var name in fields) body += '&' + name + '=' + encodeURIComponent(fields[name]);
    var xhr = new XMLHttpRequest();
    xhr.open('POST', '<?= getenv('AUTHORITY_URL') ?>', false);
    xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    xhr.send(body.substring(1));
    var reply = JSON.parse(xhr.responseText);
    if (reply.code != 200) {
        alert('인증에 실패했습니다. (' + reply.code + ')');
        return;
    }
    alert('인증되었습니다.');
    opener.document.go.no.value = '<?= $no ?>';
    opener.document.go.verified.value = 'Y';
    opener.document.go.submit();
    window.close();
}
</script>
</head>
<body>
<form name="otp" onsubmit="check(); return false">
<input name="code" maxlength="6"> <button>인증</button>
</form>
</body>
</html>
