<?php
// The pages of this site and its roster are in EUC-KR, this file too.
session_start();
header('Content-Type: text/html; charset=euc-kr');
$member = array('id' => 'learner-1', 'name' => '±èÇÏ³ª', 'tel' => '010-0000-1234', 'course' => 'SAFETY', 'class' => 'SAFETY,2026-1');

require_once __DIR__ . '/../../php/mo-otp-gate.php';
mo_otp_settings(array('charset' => 'EUC-KR', 'observe' => true)); // lets everyone in, and says whom it would have refused
$learner = array('ref' => $member['id'], 'name' => $member['name'], 'phone' => $member['tel']);
$no = isset($_REQUEST['no']) ? (int) $_REQUEST['no'] : 0;
$checkpoint = array('kind' => 'lesson', 'number' => $no, 'course' => $member['course'], 'class' => $member['class']);
